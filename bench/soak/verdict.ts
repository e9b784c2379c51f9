import type { Row } from '../model/section.ts'
import { medianOf } from '../model/turns.ts'
import type { Stored } from '../server/hamlet.ts'
import { auditRows, NO_GOALS } from '../server/rows.ts'
import { growthOf, type Point } from './growth.ts'
import type { Panel } from './plot.ts'
import type { Sample } from './samples.ts'

/** Growth from the middle third to the last one that may be chance: a leak goes on for hours. */
const MEMORY_TOLERANCE = 1.05
/** The heap is a saw. */
const HEAP_TOLERANCE = 1.1
/** Other work on the machine delays everything. */
const TIME_TOLERANCE = 1.5

/** Something that must not grow. */
interface Series {
  readonly name: string
  readonly unit: string
  readonly tolerance: number
  readonly of: (sample: Sample) => number
}

/** What the samples say: levels, growth, wrong answers, and what was stored of what was answered. */
export function rowsOf(samples: readonly Sample[], { stored, units }: Stored): readonly Row[] {
  const answered = samples.reduce((sum, { decisions }) => sum + decisions, 0)
  const whole = wholeOf(samples)
  return [
    ...seriesOf(whole).flatMap((series) => seriesRows(whole, series)),
    rateRow(whole),
    ...answerRows(samples),
    ...auditRows('decisions', { answered, cutOff: 0, stored, units }),
  ]
}

/** Without a last window that only caught what was still on its way. */
function wholeOf(samples: readonly Sample[]): readonly Sample[] {
  const length = medianOf(samples.map(({ seconds }) => seconds))
  return samples.filter(({ seconds }) => seconds > length / 2)
}

/** Lines over time. */
export function panelsOf(all: readonly Sample[]): readonly Panel[] {
  const samples = wholeOf(all)
  const line = (name: string, of: (sample: Sample) => number) => ({
    name,
    points: pointsOf(samples, of),
  })
  return [
    {
      title: 'resident memory',
      unit: 'MB',
      lines: memorySeries(samples).map(({ name, of }) => line(name, of)),
    },
    { title: 'heap used, all', unit: 'MB', lines: [line('', (sample) => sample.heapMegabytes)] },
    {
      ...{ title: 'event loop: timers of 10 ms after', unit: 'ms' },
      lines: [line('p50', ({ delayP50 }) => delayP50), line('p99', ({ delayP99 }) => delayP99)],
    },
    { title: 'answers', unit: 'per second', lines: [line('', rateOf)] },
    {
      ...{ title: 'POST /v1/classify', unit: 'ms' },
      lines: [line('p50', ({ p50 }) => p50), line('p99', ({ p99 }) => p99)],
    },
  ]
}

function pointsOf(samples: readonly Sample[], of: (sample: Sample) => number): readonly Point[] {
  return samples.map((sample) => ({ at: sample.at, value: of(sample) }))
}

function seriesOf(samples: readonly Sample[]): readonly Series[] {
  return [
    ...memorySeries(samples).map((series) => ({ ...series, name: `memory of ${series.name}` })),
    {
      ...{ name: 'heap used', unit: 'MB', tolerance: HEAP_TOLERANCE },
      of: ({ heapMegabytes }) => heapMegabytes,
    },
    {
      ...{ name: 'event loop, p99', unit: 'ms', tolerance: TIME_TOLERANCE },
      of: ({ delayP99 }) => delayP99,
    },
    { name: 'classify, p50', unit: 'ms', tolerance: TIME_TOLERANCE, of: ({ p50 }) => p50 },
    { name: 'classify, p99', unit: 'ms', tolerance: TIME_TOLERANCE, of: ({ p99 }) => p99 },
  ]
}

/** A process that was replaced would be seen as missing, and that is not level either. */
function memorySeries(samples: readonly Sample[]): readonly Series[] {
  const pids = (samples[0]?.memory ?? []).map(({ pid }) => pid)
  return pids.map((wanted, i) => ({
    ...{ name: `process ${i + 1}`, unit: 'MB', tolerance: MEMORY_TOLERANCE },
    of: ({ memory }) => memory.find(({ pid }) => pid === wanted)?.megabytes ?? Number.NaN,
  }))
}

function seriesRows(samples: readonly Sample[], series: Series): Row[] {
  const { name, unit, tolerance, of } = series
  return [
    { name, measured: medianOf(samples.map(of)), unit, ...NO_GOALS },
    {
      ...{ name: `${name}: growth, last third by middle third`, unit: 'x', dream: '' },
      ...{ measured: growthOf(pointsOf(samples, of)), must: `<= ${tolerance}` },
    },
  ]
}

function rateOf({ answers, seconds }: Sample): number {
  return answers / seconds
}

function rateRow(samples: readonly Sample[]): Row {
  const measured = Math.round(medianOf(samples.map(rateOf)))
  return { name: 'answers', measured, unit: 'requests/s', ...NO_GOALS }
}

/** Answers by action and status, and those that were wrong. */
function answerRows(samples: readonly Sample[]): Row[] {
  const answers = sumOf(samples.map(({ statuses }) => statuses))
  const wrong = sumOf(samples.map((sample) => sample.wrong))
  const row = (name: string, measured: number, must: string): Row => ({
    ...{ name, measured, unit: 'requests', must, dream: '' },
  })
  const count = Object.values(wrong).reduce((sum, some) => sum + some, 0)
  return [
    ...Object.entries(answers).map(([outcome, some]) => row(`answered: ${outcome}`, some, '')),
    ...Object.entries(wrong).map(([outcome, some]) => row(`wrong: ${outcome}`, some, '')),
    row('answered wrongly, or not at all', count, '0'),
  ]
}

function sumOf(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const [name, count] of counts.flatMap(Object.entries).sort()) {
    sum[name] = (sum[name] ?? 0) + count
  }
  return sum
}
