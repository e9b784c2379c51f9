import type { Row } from '../model/section.ts'
import { numberText } from '../model/table.ts'
import { NO_GOALS } from '../server/rows.ts'
import type { Calibration } from './calibration.ts'
import type { MeasuredHttp } from './http.ts'
import type { Measured } from './loops.ts'
import type { Line, Outcome } from './simulation.ts'

/** What a fleet did when its clients did not pause, and when they asked for a part of that. */
export interface FleetOutcome {
  readonly nodes: number
  readonly full: Outcome
  readonly partial: Outcome
}

/** What statements of each size took, and the lines through it. */
export function calibrationRows({ sizes, costs }: Calibration): Row[] {
  const row = (name: string, measured: number, unit = 'ms'): Row => ({
    ...{ name, measured, unit, ...NO_GOALS },
  })
  const lineRows = (name: string, { statement, claim }: Line) => [
    row(`${name}, of a statement`, 1000 * statement),
    row(`${name}, and of each claim`, 1e6 * claim, 'us'),
  ]
  return [
    ...sizes.map(({ claims, whole }) => row(`statement of ${claims}`, 1000 * whole)),
    ...lineRows('database, processor', costs.database),
    ...lineRows('node, processor', costs.node),
    ...lineRows('flush', costs.flush),
    ...lineRows('waiting', costs.wait),
  ]
}

/** What a request costs over HTTP. */
export function httpRows(name: string, measured: MeasuredHttp): Row[] {
  const row = (what: string, seconds: number): Row => ({
    ...{ name: `${name}: ${what}`, measured: 1e6 * seconds, unit: 'us/request', ...NO_GOALS },
  })
  return [
    row('first thread', measured.node),
    row('its other threads', measured.beside),
    row('database', measured.database),
    row('others on the machine', measured.others),
  ]
}

type Compared = Measured & Partial<Pick<Outcome, 'claimsPerStatement'>>

/** Simulated beside measured. */
export function comparisonRows(name: string, measured: Compared, simulated: Outcome): Row[] {
  const pair = (what: string, unit: string, of: (it: Compared) => number): Row[] => [
    { name: `${name}: ${what}`, measured: of(measured), unit, ...NO_GOALS },
    {
      ...{
        name: `${name}: ${what}, simulated by measured`,
        measured: of(simulated) / of(measured),
      },
      ...{ unit: 'x', ...NO_GOALS },
    },
  ]
  return [
    ...pair('rate', 'decisions/s', ({ perSecond }) => perSecond),
    ...pair('p50', 'ms', ({ p50 }) => 1000 * p50),
    ...pair('p99', 'ms', ({ p99 }) => 1000 * p99),
    ...(measured.claimsPerStatement === undefined
      ? []
      : pair('claims per statement', '', (it) => it.claimsPerStatement ?? Number.NaN)),
  ]
}

const HEADER = [
  ...['nodes', 'decisions/s', 'p50 ms', 'p99 ms', 'statements/s', 'claims each', 'flushes/s'],
  ...['database busy', 'disk busy', 'nodes busy', 'waiting for rows', 'limit', 'partial p50 ms'],
  'partial p99 ms',
]

/** Fleets below each other, as a table of Markdown. */
export function fleetTable(fleets: readonly FleetOutcome[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`
  const rows = fleets.map(({ nodes, full, partial }) => [
    numberText(nodes),
    ...[full.perSecond, 1000 * full.p50, 1000 * full.p99].map(short),
    ...[full.statementsPerSecond, full.claimsPerStatement, full.flushesPerSecond].map(short),
    ...[full.busy.database, full.busy.disk, full.busy.nodes, full.busy.locks].map(percent),
    limitOf(full),
    ...[1000 * partial.p50, 1000 * partial.p99].map(short),
  ])
  return [HEADER, HEADER.map(() => '---'), ...rows].map(line).join('')
}

function short(value: number): string {
  return numberText(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}

/** From here on something is the limit. */
const FULL = 0.9
/** Statements that wait longer for rows than they work are held up by them. */
const HELD_UP = 0.5

/** What stands in the way of more. */
export function limitOf({ busy }: Outcome): string {
  if (busy.nodes >= FULL) return 'processor of nodes'
  if (busy.database >= FULL) return 'processor of the database'
  if (busy.disk >= FULL) return 'commits'
  if (busy.locks >= HELD_UP) return 'rows of accounts'
  return 'clients that wait'
}
