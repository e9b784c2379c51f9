// npm run soak [-- --minutes 10 --place postgres|embedded --per-second 500 --svg FILE --json]
// A mixture of requests to one Hamlet for minutes, and whether its memory, the delay of its event
// loop or its latencies grow meanwhile. Exit status 1 when something grows, or was answered wrongly.
import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Units } from '../packages/server/src/domain/units.ts'
import { runInServer } from '../packages/server/src/testing/databases.ts'
import { numberOf } from './options.ts'
import { type Hamlet, startHamlet, unlimited } from './server/hamlet.ts'
import { embeddedPlace, type Place, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { hasMissed } from './server/rows.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage, type Stage } from './server/stage.ts'
import type { Person } from './soak/actions.ts'
import { plotOf } from './soak/plot.ts'
import { type Sample, soak } from './soak/samples.ts'
import { panelsOf, rowsOf } from './soak/verdict.ts'

const CONNECTIONS = 32
const ACCOUNTS = 1000
/** Units of the account that is to run out of them. */
const FEW = 100
const PROCESSES = 2
/** A window is a sample's, and there are at least so many samples. */
const SAMPLES = 30
const LONGEST_WINDOW_S = 5

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    place: { type: 'string', default: 'postgres' },
    'per-second': { type: 'string', default: '500' },
    svg: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const MINUTES = numberOf('minutes', values.minutes)
const PER_SECOND = numberOf('per-second', values['per-second'])

await onStage(async (stage) => {
  const place = await placeOf(stage, values.place)
  const limits = [{ kind: 'own', units: FEW as Units } as const, ...unlimited(ACCOUNTS)]
  const hamlet = await startHamlet(stage, place, { limits })
  const samples: Sample[] = []
  for await (const sample of soak(stage, hamlet, await loadOf(hamlet))) {
    samples.push(sample)
    const { at, answers, seconds, p99 } = sample
    const rate = Math.round(answers / seconds)
    process.stderr.write(`${Math.round(at)} s: ${rate} answers/s, p99 ${p99.toFixed(1)} ms\n`)
  }
  const rows = rowsOf(samples, await hamlet.stopAndCount())
  const on = values.place === 'embedded' ? 'embedded' : `PostgreSQL, ${PROCESSES} processes`
  const title = `${MINUTES} minutes of a mixture, ${on}, ${CONNECTIONS} connections`
  if (values.svg !== undefined) await writeFile(values.svg, plotOf(title, panelsOf(samples)))
  printReport({ title, rows, raw: samples }, values.json)
  if (rows.some(hasMissed)) process.exitCode = 1
})

async function placeOf(stage: Stage, name: string): Promise<Place> {
  if (name === 'embedded') return embeddedPlace(stage)
  if (name !== 'postgres') throw new Error(`--place is postgres or embedded, not ${name}`)
  const server = await postgresServer(stage)
  // Checkpoints make a disk busy: a third of the time shall hold several of them, not the one or none.
  await runInServer(server.url, "alter system set checkpoint_timeout = '1min'")
  await runInServer(server.url, 'select pg_reload_conf()')
  return postgresPlace(stage, server, PROCESSES)
}

async function loadOf({ url, callers: [spender = {}, ...callers] }: Hamlet) {
  const people: Person[] = []
  for (let i = 0; i < CONNECTIONS; i++) people.push(await register(url, i))
  const seconds = 60 * MINUTES
  return {
    ...{ spender, callers, people, seconds, texts: await sampleTexts(), seed: 1 },
    perSecond: PER_SECOND,
    every: Math.min(LONGEST_WINDOW_S, seconds / SAMPLES),
  }
}

async function register(url: string, i: number): Promise<Person> {
  const person = { username: `soak-${i}`, password: `not-to-be-guessed-${i}` }
  const more = { email: `soak-${i}@example.com`, full_name: 'Ofelia Souza' }
  const reply = await fetch(`${url}/users/register/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...person, ...more, document_number: `${10_000 + i}` }),
  })
  if (reply.status !== 201) throw new Error(`nobody was registered: ${await reply.text()}`)
  return person
}
