import { type ChildProcess, spawn } from 'node:child_process'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Stage } from './stage.ts'

/** What is sent to one server by a process of its own. */
export interface Load {
  readonly url: string
  /** Bodies of POST requests with the headers that name their callers; sent in turn, again and again. */
  readonly requests: readonly LoadRequest[]
  readonly path: string
  /** Connections, each with one request at a time. */
  readonly connections: number
  readonly seconds: number
  /** Requests in all, each of which is answered; `seconds` does not count then. */
  readonly amount?: number
  /** The most requests a second; as many as are answered when left out. */
  readonly perSecond?: number
}

/** One request of a load. */
export interface LoadRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What came of a load. */
export interface Loaded {
  /** How long it lasted. */
  readonly seconds: number
  /** Answers by their status; `other` where the tool only tells good ones from bad ones. */
  readonly statuses: Readonly<Record<string, number>>
  /** Requests that got no answer. */
  readonly failed: number
  /** Latency of half of the answers at most, in milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** How long an answer is waited for; the tools' own 2 and 10 seconds are short on a busy machine. */
export const PATIENCE_S = 60

/** Good answers in a second. */
export function rateOf({ statuses, seconds }: Loaded): number {
  return (statuses['200'] ?? 0) / seconds
}

/** Requests of a load that were refused, or not answered at all. */
export function refusedBy({ statuses, failed }: Loaded): number {
  const answers = Object.values(statuses).reduce((sum, count) => sum + count, 0)
  return answers - (statuses['200'] ?? 0) + failed
}

/** Loads a server: with wrk where it is on the PATH and can do what is wanted, else with autocannon. */
export async function loadServer(stage: Stage, load: Load): Promise<Loaded> {
  const wrk = load.amount === undefined && load.perSecond === undefined && (await wrkOnPath())
  return wrk ? loadWithWrk(stage, load, wrk) : runLoader(stage, 'bench/load.ts', load)
}

/** Runs a program of this repository that reads `input` as JSON and prints a `Loaded`. */
export function runLoader(stage: Stage, program: string, input: object): Promise<Loaded> {
  return runProgram<Loaded>(stage, program, input)
}

/** Runs a program of this repository that reads `input` as JSON and prints what it measured. */
export async function runProgram<Measured>(
  { signal }: Stage,
  program: string,
  input: object,
): Promise<Measured> {
  const child = spawn(process.execPath, [inRepository(program)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    signal,
  })
  // That it was ended shows by what it did not print.
  child.on('error', () => {})
  child.stdin.on('error', () => {}).end(JSON.stringify(input))
  return resultOf<Measured>(child)
}

/** The tool that `loadServer` takes for a load without bounds. */
export async function loadingTool(): Promise<'wrk' | 'autocannon'> {
  return (await wrkOnPath()) === undefined ? 'autocannon' : 'wrk'
}

async function wrkOnPath(): Promise<string | undefined> {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'wrk'))
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  return undefined
}

async function loadWithWrk({ signal }: Stage, load: Load, wrk: string): Promise<Loaded> {
  const folder = await mkdtemp(join(tmpdir(), 'hamlet-load-'))
  try {
    const file = join(folder, 'requests')
    await writeFile(
      file,
      load.requests.map((request) => withLength(wireOf(load, request))).join(''),
    )
    const { connections, seconds, url } = load
    const bounds = [
      '-t1',
      `-c${connections}`,
      `-d${Math.ceil(seconds)}s`,
      `--timeout=${PATIENCE_S}s`,
    ]
    const words = [...bounds, '-s', inRepository('bench/server/load.lua'), url, '--', file]
    const child = spawn(wrk, words, { stdio: ['ignore', 'pipe', 'inherit'], signal })
    child.on('error', () => {})
    return await resultOf<Loaded>(child)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A whole request, with its length in front, as load.lua reads it. */
function withLength(request: string): string {
  return `${Buffer.byteLength(request)}\n${request}`
}

/** A whole request, as it goes over the wire. */
export function wireOf(
  { url, path }: Pick<Load, 'url' | 'path'>,
  { headers, body }: LoadRequest,
): string {
  const all = {
    host: new URL(url).host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** The last line that a process printed, as JSON. @throws {Error} It is none. */
async function resultOf<Measured>({ stdout, spawnfile }: ChildProcess): Promise<Measured> {
  const said = stdout === null ? '' : await text(stdout)
  try {
    return JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as Measured
  } catch (cause) {
    throw new Error(`${spawnfile} measured nothing: ${said.slice(-1000)}`, { cause })
  }
}

function inRepository(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url))
}
