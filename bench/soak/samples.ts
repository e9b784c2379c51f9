import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Hamlet } from '../server/hamlet.ts'
import type { ProcessMemory } from '../server/memory.ts'
import type { Stage } from '../server/stage.ts'
import type { MixedLoad, Window } from './load.ts'

/** What a server was like at the end of a window. */
export interface Sample extends Window {
  /** Of each process, the first one first; none without /proc. */
  readonly memory: readonly ProcessMemory[]
  /** Of all serving processes together. */
  readonly heapMegabytes: number
  /** How late timers of 10 ms were since the sample before, in milliseconds; the mean of the processes. */
  readonly delayP50: number
  readonly delayP99: number
}

/** Loads a server from another process, and looks at it after each window. */
export async function* soak(
  { signal }: Stage,
  { url, memory }: Pick<Hamlet, 'url' | 'memory'>,
  load: Omit<MixedLoad, 'url'>,
): AsyncGenerator<Sample> {
  const program = fileURLToPath(new URL('../mixed-load.ts', import.meta.url))
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'], signal })
  // That it was ended shows by what it did not print.
  child.on('error', () => {})
  child.stdin.on('error', () => {}).end(JSON.stringify({ ...load, url }))
  const ended = once(child, 'close')
  for await (const line of createInterface(child.stdout)) {
    const [processes = [], metrics] = await Promise.all([memory(), readMetrics(url)])
    yield { ...(JSON.parse(line) as Window), memory: processes, ...metrics }
  }
  const [code] = await ended
  if (code !== 0) throw new Error(`the load ended with ${code}`)
}

type Metrics = Pick<Sample, 'heapMegabytes' | 'delayP50' | 'delayP99'>

async function readMetrics(url: string): Promise<Metrics> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const gaugeOf = (name: string): number => {
    const found = new RegExp(`^hamlet_nodejs_${name} (\\S+)$`, 'mu').exec(text)?.[1]
    if (found === undefined) throw new Error(`/metrics has no ${name}:\n${text.slice(0, 1000)}`)
    return Number(found)
  }
  return {
    heapMegabytes: gaugeOf('heap_size_used_bytes') / 2 ** 20,
    delayP50: 1000 * gaugeOf('eventloop_lag_p50_seconds'),
    delayP99: 1000 * gaugeOf('eventloop_lag_p99_seconds'),
  }
}
