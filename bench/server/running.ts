import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../packages/server/src/testing/postgres-server.ts'
import { memoryOf, type ProcessMemory, sumOf } from './memory.ts'
import type { Stage } from './stage.ts'

/** A server under measurement, in a process of its own, perhaps with others below it. */
export interface Running {
  readonly url: string
  /** The most memory that its processes had so far, in MB, as a sum; `undefined` without /proc. */
  readonly peakMegabytes: () => Promise<number | undefined>
  /** The memory that each of its processes has now, the first one first; `undefined` without /proc. */
  readonly memory: () => Promise<readonly ProcessMemory[] | undefined>
  /** Sends SIGTERM and waits for the end; does nothing when it is over already. */
  readonly stop: () => Promise<void>
}

/** Settings by their names. */
export type Environment = Readonly<Record<string, string>>

/** A program of this repository, by its path in it, that listens on LOCAL_PORT. */
export interface Program {
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: Environment
  /** Folder for what V8's sampling profiler writes when the process ends. */
  readonly profiles?: string | undefined
}

/** How long a server may take to be ready, and to end. */
const PATIENCE_MS = 60_000

/** How often a server is asked whether it is ready. */
const PAUSE_MS = 10

/** Starts a server on a free port, in a folder without `.env`, and waits until it says it is ready. */
export async function startServer(stage: Stage, program: Program): Promise<Running> {
  const port = await freePort()
  const child = spawn(process.execPath, wordsOf(program), {
    cwd: tmpdir(),
    env: { ...process.env, HOST: '127.0.0.1', ...program.env, LOCAL_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = tailOf(child)
  const stop = () => end(child)
  await stage.own(Promise.resolve(child), stop)
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child).catch((cause) => {
    throw new Error(`${program.file} is not ready:\n${said()}`, { cause })
  })
  const pid = child.pid ?? 0
  const peakMegabytes = async () => sumOf(await memoryOf(pid, 'VmHWM'))
  return { url, stop, peakMegabytes, memory: () => memoryOf(pid, 'VmRSS') }
}

function wordsOf({ file, args = [], profiles }: Program): string[] {
  const path = fileURLToPath(new URL(`../../${file}`, import.meta.url))
  const profiler = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]
  return [...profiler, path, ...args]
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = globalThis.setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await gone
  clearTimeout(late)
}

/** @throws {Error} It ended, or was not ready in time. */
async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const latest = performance.now() + PATIENCE_MS
  while (performance.now() < latest) {
    if (child.exitCode !== null || child.signalCode !== null) break
    const reply = await fetch(`${url}/readyz`).catch(() => undefined)
    await reply?.body?.cancel()
    if (reply?.ok) return
    await setTimeout(PAUSE_MS)
  }
  throw new Error(`it ended with ${child.exitCode ?? child.signalCode}, or took too long`)
}

/** Reads what a process says, and keeps the end of it. */
function tailOf({ stderr }: ChildProcess): () => string {
  let text = ''
  stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000)
  })
  return () => text
}
