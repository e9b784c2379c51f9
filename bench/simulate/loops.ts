import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { openRandom } from '../../packages/classifier/src/random.ts'
import type { Claim } from '../../packages/server/src/store/claim.ts'
import type { Ledger } from '../../packages/server/src/store/ledger.ts'

/** What clients of a ledger met, without HTTP. */
export interface Measured {
  readonly perSecond: number
  /** In seconds. */
  readonly p50: number
  readonly p99: number
}

/** What a closed loop met. */
export interface MeasuredLoop extends Measured {
  /** Of this thread for a claim, statements included, in seconds. */
  readonly node: number
}

/** Clients that claim again as soon as they are answered. */
export async function measureClosed(
  ledger: Ledger,
  newClaim: () => Claim,
  clients: number,
  seconds: number,
): Promise<MeasuredLoop> {
  const latencies: number[] = []
  const thread = process.threadCpuUsage()
  const begun = performance.now()
  const end = begun + 1000 * seconds
  const run = async () => {
    while (performance.now() < end) {
      const asked = performance.now()
      await ledger.record(newClaim())
      latencies.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: clients }, run))
  const measured = measuredOf(latencies, performance.now() - begun)
  const { user, system } = process.threadCpuUsage(thread)
  return { ...measured, node: (user + system) / 1e6 / latencies.length }
}

/**
 * Claims that come at random, whether others are answered or not (Poisson). This thread looks at
 * the clock all the time, since timers are too coarse.
 */
export async function measureOpen(
  ledger: Ledger,
  newClaim: () => Claim,
  perSecond: number,
  seconds: number,
): Promise<Measured> {
  const random = openRandom(2)
  const latencies: number[] = []
  const running: Promise<void>[] = []
  const claim = async () => {
    const asked = performance.now()
    await ledger.record(newClaim())
    latencies.push(performance.now() - asked)
  }
  const begun = performance.now()
  const end = begun + 1000 * seconds
  let next = begun
  while (next < end) {
    if (performance.now() < next) await setImmediate()
    else {
      running.push(claim())
      next += (-1000 * Math.log(1 - random())) / perSecond
    }
  }
  await Promise.all(running)
  return measuredOf(latencies, performance.now() - begun)
}

function measuredOf(milliseconds: number[], took: number): Measured {
  const sorted = Float64Array.from(milliseconds).sort()
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 1000
  return { perSecond: sorted.length / (took / 1000), p50: at(0.5), p99: at(0.99) }
}
