// npm run bench:http [-- --rounds 3 --seconds 10]
// POST /v1/classify, authenticated, metered and recorded before the answer, beside a bare node:http
// server, in turn (A B A B ...), each in its own process, 64 connections from a third one.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readDataset } from '../packages/server/src/store/dataset.ts'
import { freePort, startPostgres } from '../packages/server/src/testing/postgres-server.ts'
import { type Running, startNode } from './running.ts'
import { signUpUnlimited } from './sign-up.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)

interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly answered: number
  readonly non2xx: number
}

interface Contender {
  readonly name: string
  readonly running: Running
  readonly headers: readonly Readonly<Record<string, string>>[]
  readonly results: Measured[]
}

const folder = await mkdtemp(join(tmpdir(), 'hamlet-bench-'))
const postgres = await startPostgres('on')
const contenders: Contender[] = []
try {
  contenders.push(await bare())
  contenders.push(await hamlet('embedded', { DATA_DIR: join(folder, 'embedded') }))
  const onPostgres = { DATABASE_URL: postgres.url, DATA_DIR: join(folder, 'postgres') }
  contenders.push(await hamlet('postgres, 1 process', { ...onPostgres, MAX_WORKERS: '1' }))
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) contender.results.push(await load(contender))
  }
  await checkStored()
  report()
} finally {
  for (const { running } of contenders) await running.stop()
  await postgres.remove()
  await rm(folder, { recursive: true, force: true })
}

async function bare(): Promise<Contender> {
  const env = { LOCAL_PORT: String(await freePort()) }
  const running = await startNode('bench/bare-server.ts', [], env)
  return { name: 'bare node:http', running, headers: [{}], results: [] }
}

async function hamlet(name: string, place: Readonly<Record<string, string>>): Promise<Contender> {
  const env = {
    APP_ENV: 'local',
    LOG_LEVEL: 'warn',
    BURST_PER_SECOND: '1000000',
    FIRST_SUPERUSER_PASSWORD: 'bench-only',
    LOCAL_PORT: String(await freePort()),
    ...place,
  }
  const running = await startNode('packages/server/src/cli.ts', ['serve'], env)
  const headers = await signUpUnlimited(running.url, 100)
  return { name: `Hamlet, ${name}`, running, headers, results: [] }
}

/** Loads one contender with messages of the sample, every request as another caller. */
async function load({ running, headers }: Contender): Promise<Measured> {
  const sample = await readDataset(
    fileURLToPath(new URL('../datasets/sample.csv', import.meta.url)),
  )
  const requests = sample.map(({ text: message }, i) => ({
    method: 'POST',
    path: '/v1/classify',
    headers: { 'content-type': 'application/json', ...headers[i % headers.length] },
    body: JSON.stringify({ text: message }),
  }))
  const loader = fileURLToPath(new URL('./load.ts', import.meta.url))
  const child = spawn(process.execPath, [loader], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify({ url: running.url, seconds, requests }))
  return JSON.parse(await text(child.stdout))
}

/** Every 200 must have its decision: the sum of what the accounts used is what was answered. */
async function checkStored(): Promise<void> {
  for (const { name, running, headers, results } of contenders.slice(1)) {
    const usages = await Promise.all(
      headers.map(async (credential) => {
        const reply = await fetch(`${running.url}/v1/usage`, { headers: credential })
        const { used } = (await reply.json()) as { readonly used: number }
        return used
      }),
    )
    // Each account is named by two credentials.
    const stored = usages.reduce((sum, used) => sum + used, 0) / 2
    const answered = results.reduce((sum, result) => sum + result.answered, 0)
    process.stdout.write(`${name}: ${answered} answered, ${stored} recorded\n`)
  }
}

function report(): void {
  const rows = contenders.map(({ name, results }) => ({
    name,
    'requests/s': Math.round(median(results.map(({ perSecond }) => perSecond))),
    'p50 ms': median(results.map(({ p50 }) => p50)),
    'p99 ms': median(results.map(({ p99 }) => p99)),
    refused: results.reduce((sum, { non2xx }) => sum + non2xx, 0),
  }))
  const base = rows[0]?.['requests/s'] ?? 1
  const withRatio = rows.map((row) => ({ ...row, ratio: (row['requests/s'] / base).toFixed(2) }))
  console.table(withRatio)
  process.stdout.write(`${JSON.stringify(withRatio)}\n`)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
