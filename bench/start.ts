// npm run bench:start [-- --rounds 3 --json]
// From `hamlet serve` to the first good answer of /readyz, with no data yet and with what the first
// start made, on the embedded database and on PostgreSQL, beside a bare node:http server, in turn.
import { parseArgs } from 'node:util'
import type { PostgresServer } from '../packages/server/src/testing/postgres-server.ts'
import type { Row } from './model/section.ts'
import { medianOf, ratioOf } from './model/turns.ts'
import { numberOf } from './options.ts'
import { embeddedPlace, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { NO_GOALS } from './server/rows.ts'
import { type Environment, type Program, startServer } from './server/running.ts'
import { onStage, type Stage } from './server/stage.ts'

const BARE = 'bare node:http'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = numberOf('rounds', values.rounds)

/** Seconds of starts, by what was started. */
type Times = Map<string, number[]>

await onStage(async (stage) => {
  const server = await postgresServer(stage)
  const times: Times = new Map()
  for (let round = 0; round < rounds; round++) await takeRound(stage, server, times)
  const reference = times.get(BARE) ?? []
  const rows = [...times].flatMap(([name, seconds]) => rowsOf(name, seconds, reference))
  printReport({ title: 'from start to ready', rows, raw: Object.fromEntries(times) }, values.json)
})

async function takeRound(stage: Stage, server: PostgresServer, times: Times): Promise<void> {
  note(times, BARE, await startOnce(stage, { file: 'bench/bare-server.ts' }))
  const places = {
    embedded: await embeddedPlace(stage),
    postgres: await postgresPlace(stage, server),
  }
  for (const [name, place] of Object.entries(places)) {
    note(times, `${name}, first start`, await startOnce(stage, hamletAt(place)))
    note(times, `${name}, later start`, await startOnce(stage, hamletAt(place)))
  }
}

function hamletAt(env: Environment): Program {
  return { file: 'packages/server/src/cli.ts', args: ['serve'], env }
}

/** Starts a program, and ends it again. @returns Seconds until it was ready. */
async function startOnce(stage: Stage, program: Program): Promise<number> {
  const begun = performance.now()
  const running = await startServer(stage, program)
  const seconds = (performance.now() - begun) / 1000
  await running.stop()
  return seconds
}

function note(times: Times, name: string, seconds: number): void {
  times.set(name, [...(times.get(name) ?? []), seconds])
}

function rowsOf(name: string, seconds: readonly number[], reference: readonly number[]): Row[] {
  const time = { name, measured: medianOf(seconds), unit: 's', ...NO_GOALS }
  if (seconds === reference) return [time]
  const ratio = ratioOf(seconds, reference)
  return [time, { name: `${name}, times bare`, measured: ratio, unit: 'x', ...NO_GOALS }]
}
