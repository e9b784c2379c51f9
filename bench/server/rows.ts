import type { Row } from '../model/section.ts'
import { medianOf, ratioOf } from '../model/turns.ts'
import type { Audit } from './hamlet.ts'
import { type Loaded, rateOf, refusedBy } from './load.ts'

/** Goals of one figure. */
export type Goals = Pick<Row, 'must' | 'dream'>

/** A figure without a goal. */
export const NO_GOALS: Goals = { must: '', dream: '' }

/** Whether a row missed the goal that must be reached, a comparison or the number itself. */
export function hasMissed({ measured, must }: Row): boolean {
  if (must === '' || typeof measured === 'string') return false
  const goal = Number(must.replace(/^[<>]= /u, '').replaceAll(',', ''))
  if (must.startsWith('<=')) return !(measured <= goal)
  if (must.startsWith('>=')) return !(measured >= goal)
  return measured !== goal
}

/** Goals of a ratio to another contender, if it has any. */
export interface RatioGoals {
  readonly rate?: Goals
  readonly p99?: Goals
}

/** Requests a second and latencies of one contender: medians of its turns. */
export function loadRows(name: string, turns: readonly Loaded[]): Row[] {
  const figure = (what: string, unit: string, of: (turn: Loaded) => number): Row => ({
    ...{ name: `${name}: ${what}`, measured: medianOf(turns.map(of)), unit, ...NO_GOALS },
  })
  return [
    figure('good answers', 'requests/s', (turn) => Math.round(rateOf(turn))),
    figure('p50', 'ms', ({ p50 }) => p50),
    figure('p99', 'ms', ({ p99 }) => p99),
  ]
}

/** The same as multiples of a reference's: medians of the ratios within rounds. */
export function ratioRows(
  name: string,
  turns: readonly Loaded[],
  { reference, than, goals }: Reference,
): Row[] {
  const ratio = (what: string, of: (turn: Loaded) => number, goal = NO_GOALS): Row => ({
    name: `${name}: ${what}, times ${than}`,
    measured: ratioOf(turns.map(of), reference.map(of)),
    unit: 'x',
    ...goal,
  })
  return [ratio('good answers', rateOf, goals.rate), ratio('p99', ({ p99 }) => p99, goals.p99)]
}

/** What a contender is compared with. */
export interface Reference {
  readonly reference: readonly Loaded[]
  /** What it is called. */
  readonly than: string
  readonly goals: RatioGoals
}

/** Answers of one contender that were not good. */
export function refusedRow(name: string, turns: readonly Loaded[]): Row {
  const measured = turns.reduce((sum, turn) => sum + refusedBy(turn), 0)
  return { name: `${name}: refused or failed`, measured, unit: 'requests', must: '0', dream: '' }
}

/** The most memory of one contender's processes. */
export function memoryRow(name: string, megabytes: number | undefined, must = ''): Row {
  const measured = megabytes === undefined ? 'not here' : Math.round(megabytes)
  return { name: `${name}: peak memory`, measured, unit: 'MB', must, dream: '' }
}

/**
 * What a contender answered beside what it stored.
 *
 * @param each  Decisions of one request.
 */
export function auditRows(name: string, audit: Audit, each = 1): Row[] {
  const { answered, cutOff, stored, units } = audit
  const row = (what: string, measured: number, must: string): Row => ({
    ...{ name: `${name}: ${what}`, measured, unit: 'decisions', must, dream: '', isLaw: true },
  })
  const beyond = stored - answered * each
  return [
    row('answered', answered * each, ''),
    row('answered, not stored', Math.max(0, -beyond), '0'),
    row('stored, not answered', Math.max(0, beyond), `<= ${cutOff * each}`),
    row('stored, other than units taken', Math.abs(stored - units), '0'),
  ]
}
