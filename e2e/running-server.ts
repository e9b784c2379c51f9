import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../packages/server/src/testing/postgres-server.ts'

/** Settings by their names. */
export type Environment = Readonly<Record<string, string>>

/** How a process ended: with a status, or by a signal. */
export interface Ending {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  /** Data and talk, apart. */
  readonly stdout: string
  readonly stderr: string
}

/** `hamlet serve` in a process of its own, answering. */
export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Everything it said so far. */
  readonly log: () => string
  readonly signal: (signal: NodeJS.Signals) => void
  readonly ended: Promise<Ending>
  /** Sends SIGTERM and waits for the end. @throws {Error} It does not come in time. */
  readonly stop: () => Promise<Ending>
  /** Sends SIGKILL and waits for the end; does nothing when it is over already. */
  readonly kill: () => Promise<void>
}

/** Long enough for a busy machine; whoever is not there by then will not come. */
const PATIENCE_MS = 120_000

/** Nothing of whoever runs the tests gets in but what a program needs to start. */
const BASE: Environment = Object.fromEntries(
  ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'NODE_COMPILE_CACHE'].flatMap((name) => {
    const value = process.env[name]
    return value === undefined ? [] : [[name, value]]
  }),
)

/** Starts a server on a free port of this machine and waits until it answers; the scope ends it. */
export async function startServer(
  scope: AsyncDisposableStack,
  env: Environment,
): Promise<RunningServer> {
  const port = Number(env['LOCAL_PORT'] ?? (await freePort()))
  const url = `http://127.0.0.1:${port}`
  const settings = { HOST: '127.0.0.1', BURST_PER_SECOND: '1000000', ...env }
  const child = spawnHamlet(['serve'], { ...settings, LOCAL_PORT: String(port) })
  const { log, ended } = watch(child)
  const signal = (name: NodeJS.Signals) => void child.kill(name)
  const stop = () => {
    signal('SIGTERM')
    return inTime(ended, 'its end')
  }
  const kill = async () => {
    signal('SIGKILL')
    await ended
  }
  scope.defer(kill)
  try {
    await answers(url, ended)
  } catch (cause) {
    throw new Error(`hamlet serve did not come up:\n${log()}`, { cause })
  }
  return { url, port, pid: child.pid ?? 0, log, signal, ended, stop, kill }
}

/** Runs a command of `hamlet` to its end. @throws {Error} It does not end in time. */
export async function runHamlet(
  args: readonly string[],
  env: Environment = {},
  cli: string = CLI,
): Promise<Ending> {
  const child = spawnHamlet(args, env, cli)
  const { ended, log } = watch(child)
  try {
    return await inTime(ended, `the end of hamlet ${args.join(' ')}`)
  } catch (cause) {
    child.kill('SIGKILL')
    throw new Error(log(), { cause })
  }
}

/** What a promise gives. @throws {Error} It gives nothing in time. */
async function inTime<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  const over = new AbortController()
  const late = setTimeout(PATIENCE_MS, undefined, over).then(() => {
    throw new Error(`in vain waited for ${what}`)
  })
  late.catch(() => {})
  return Promise.race([promise, late]).finally(() => over.abort())
}

/** Waits until something is so. @throws {Error} It is not so in time. */
export async function waitUntil(what: string, isSo: () => boolean | Promise<boolean>) {
  const end = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`in vain waited for ${what}`)
    await setTimeout(25)
  }
}

/** The program, as it stands in the repository. */
export const CLI: string = fileURLToPath(new URL('../packages/server/src/cli.ts', import.meta.url))

/**
 * In a folder where there is no `.env`. The embedded database is WebAssembly, which is not worth
 * optimising for the seconds that it runs here.
 */
export function spawnHamlet(
  args: readonly string[],
  env: Environment,
  cli: string = CLI,
  stdin: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  return spawn(process.execPath, ['--liftoff-only', cli, ...args], {
    cwd: tmpdir(),
    env: { ...BASE, ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  })
}

function watch(child: ChildProcess) {
  const said = { stdout: '', stderr: '' }
  const listen = (name: 'stdout' | 'stderr') => {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk
    })
  }
  listen('stdout')
  listen('stderr')
  // Should this process be ended before its tests are over, nothing stays behind.
  const killWithMe = () => child.kill('SIGKILL')
  process.once('exit', killWithMe)
  const ended = once(child, 'close').then(([status, signal]): Ending => {
    process.off('exit', killWithMe)
    return { status, signal, ...said }
  })
  return { ended, log: () => `${said.stdout}${said.stderr}` }
}

/** Waits until a server answers. @throws {Error} It has ended, or does not answer in time. */
async function answers(url: string, ended: Promise<Ending>): Promise<void> {
  const over = new AbortController()
  void ended.then(({ status, signal }) => over.abort(new Error(`it ended: ${status ?? signal}`)))
  await waitUntil(`an answer from ${url}`, async () => {
    over.signal.throwIfAborted()
    const reply = await fetch(`${url}/livez`, over).catch(() => undefined)
    await reply?.body?.cancel()
    return reply?.ok === true
  })
}
