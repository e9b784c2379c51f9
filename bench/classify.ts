// npm run bench:classify [-- --lines 400000 --rounds 3]
// `hamlet classify --format ndjson` as a process, beside one that copies bytes and one that parses
// and writes each line as JSON, in turn: texts per second, processor time, and the most memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readDataset } from '../packages/server/src/store/dataset.ts'
import { tableOf } from './model/table.ts'
import { numberOf } from './options.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '400000' },
    rounds: { type: 'string', default: '3' },
  },
})
const lines = numberOf('lines', values.lines)
const rounds = numberOf('rounds', values.rounds)
const CLI = fileURLToPath(new URL('../packages/server/src/cli.ts', import.meta.url))
const SAMPLE = fileURLToPath(new URL('../datasets/sample.csv', import.meta.url))

/** A program that reads NDJSON from stdin and writes as many lines to stdout. */
interface Contender {
  readonly name: string
  readonly args: readonly string[]
  /** Seconds of each run. */
  readonly seconds: number[]
  readonly uses: Use[]
}

/** What a process used, all its threads together, as the kernel counted it. */
interface Use {
  readonly processorSeconds: number
  /** The most memory that it had, in MB. */
  readonly megabytes: number
}

/** Has a process say what it used, on file descriptor 3, when it ends. */
const SAY_USE = `import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const processorSeconds = (userCPUTime + systemCPUTime) / 1e6
  writeSync(3, JSON.stringify({ processorSeconds, megabytes: maxRSS / 1024 }))
})`

const COPY = 'process.stdin.pipe(process.stdout)'
const PARSE = `let rest = ''
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\\n')
  rest = lines.pop()
  process.stdout.write(lines.map((line) => JSON.stringify(JSON.parse(line)) + '\\n').join(''))
})`

const contenders: Contender[] = [
  contender('copies bytes', ['-e', COPY]),
  contender('parses and writes each line', ['-e', PARSE]),
  contender('hamlet classify --workers 1', [CLI, ...classifyWords('1')]),
  contender('hamlet classify, a thread per core', [CLI, ...classifyWords()]),
]
const folder = await mkdtemp(join(tmpdir(), 'hamlet-bench-'))
const texts = join(folder, 'texts.ndjson')
const answers = join(folder, 'answers.ndjson')
try {
  await pipeline(Readable.from(linesOfSample(await readDataset(SAMPLE))), createWriteStream(texts))
  for (let round = 0; round < rounds; round++) {
    for (const one of contenders) await runOnce(one)
  }
  process.stdout.write(tableOf(contenders.flatMap(rowsOf)))
} finally {
  await rm(folder, { recursive: true, force: true })
}

function contender(name: string, args: readonly string[]): Contender {
  return { name, args, seconds: [], uses: [] }
}

function classifyWords(workers?: string): string[] {
  const words = ['classify', '--format', 'ndjson']
  return workers === undefined ? words : [...words, '--workers', workers]
}

function* linesOfSample(
  examples: readonly { readonly text: string; readonly source?: string }[],
): Generator<string> {
  for (let i = 0; i < lines; i++) {
    const { text, source } = examples[i % examples.length] ?? { text: '' }
    yield `${JSON.stringify({ id: i, text, source })}\n`
  }
}

/** From a file to a file, as a shell redirects, so that only the process itself works. */
async function runOnce({ name, args, seconds, uses }: Contender): Promise<void> {
  await using scope = new AsyncDisposableStack()
  const from = scope.use(await open(texts))
  const to = scope.use(await open(answers, 'w'))
  const begun = performance.now()
  const child = spawn(process.execPath, [`--import=${dataUrl(SAY_USE)}`, ...args], {
    stdio: [from.fd, to.fd, 'inherit', 'pipe'],
  })
  const used = json(child.stdio[3] as Readable)
  const [status] = await once(child, 'exit')
  seconds.push((performance.now() - begun) / 1000)
  uses.push((await used) as Use)
  const answered = await lineCount(answers)
  if (status === 0 && answered === lines) return
  throw new Error(`${name} ended with ${status} after ${answered} of ${lines} answers`)
}

function dataUrl(module: string): string {
  return `data:text/javascript,${encodeURIComponent(module)}`
}

async function lineCount(file: string): Promise<number> {
  let count = 0
  for await (const chunk of createReadStream(file)) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++
  }
  return count
}

function rowsOf({ name, seconds, uses }: Contender, i: number) {
  const processorSeconds = Math.min(...uses.map((use) => use.processorSeconds))
  const megabytes = Math.max(...uses.map((use) => use.megabytes))
  const fastest = Math.min(...seconds)
  const reference = Math.min(...(contenders[1]?.seconds ?? []))
  const isOurs = i === contenders.length - 1
  const none = { must: '', dream: '' }
  return [
    {
      name,
      measured: Math.round(lines / fastest),
      unit: 'texts/s',
      ...(isOurs ? { must: '>= 300,000', dream: '>= 800,000' } : none),
    },
    { name: `${name}: time`, measured: fastest / reference, unit: 'x parsing', ...none },
    {
      name: `${name}: processor`,
      measured: (1e6 * processorSeconds) / lines,
      unit: 'us/text',
      ...none,
    },
    { name: `${name}: memory`, measured: megabytes, unit: 'MB', ...none },
  ]
}
