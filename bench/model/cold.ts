import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { decodeModel, encodeModel, openClassifier, trainModel } from '@hamlet/classifier'
import type { Bench, Row, Section } from './section.ts'
import { SHIPPED_MODEL } from './shipped.ts'
import { leastOf, medianOf, takeTurns } from './turns.ts'

const COLD_START = fileURLToPath(new URL('../cold-start.ts', import.meta.url))
const NO_GOALS = { must: '', dream: '' }

/** Milliseconds that bench/cold-start.ts measured in its process. */
interface ColdStart {
  readonly import: number
  readonly load: number
  readonly firstAnswer: number
  readonly toFirstAnswer: number
  readonly sinceProcessStart: number
}

/** From nothing to the first answer, and the loading of a model alone. */
export const coldSection: Section = {
  name: 'cold',
  title: 'a fresh process to its first answer, once another has compiled (medians), and a load',
  corpora: ['sms_uci'],
  async measure(bench) {
    const shipped = await readFile(SHIPPED_MODEL)
    const sms = encodeModel(trainModel(await bench.corpus('sms_uci'), { bits: 16 }))
    return [
      ...(await coldRows(bench, 'shipped model', shipped)),
      ...(await coldRows(bench, 'SMS model, 2^16 slots', sms)),
      ...(await loadRows(shipped, sms)),
    ]
  },
}

async function coldRows(bench: Bench, name: string, model: Uint8Array): Promise<Row[]> {
  const { first, later } = await coldStarts(model, bench.isQuick ? 5 : 15)
  const row = (what: string, key: keyof ColdStart, goals = NO_GOALS): Row => {
    const measured = medianOf(later.map((start) => start[key]))
    return { name: `${name}: ${what}`, measured, unit: 'ms', ...goals }
  }
  const measured = medianOf(first.map((start) => start.toFirstAnswer))
  const firstEver = `${name}: import to first answer, nothing compiled yet`
  return [
    row('import of the classifier', 'import'),
    row('load, in a fresh process', 'load'),
    row('first answer after that', 'firstAnswer'),
    row('import to first answer', 'toFirstAnswer', { must: '<= 50', dream: '<= 10' }),
    row('start of Node to first answer', 'sinceProcessStart'),
    { name: firstEver, measured, unit: 'ms', ...NO_GOALS },
  ]
}

/** Fresh processes, each in turn without and with what an earlier one compiled (as `hamlet` keeps it). */
async function coldStarts(
  model: Uint8Array,
  count: number,
): Promise<{ first: ColdStart[]; later: ColdStart[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'hamlet-bench-'))
  try {
    const file = join(folder, 'bench.hamlet')
    await writeFile(file, model)
    const start = async (compiled: string): Promise<ColdStart> => {
      const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, compiled) }
      const { stdout } = await promisify(execFile)(process.execPath, [COLD_START, file], { env })
      return JSON.parse(stdout)
    }
    await start('kept')
    const first: ColdStart[] = []
    const later: ColdStart[] = []
    for (let i = 0; i < count; i++) {
      first.push(await start(`new-${i}`))
      later.push(await start('kept'))
    }
    return { first, later }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Loads in this process, which has compiled what it runs; the reading of the file is not in it. */
async function loadRows(shipped: Uint8Array, sms: Uint8Array): Promise<Row[]> {
  const loaderOf = (bytes: Uint8Array) => ({
    run: () => openClassifier(decodeModel(bytes)).bands.spam,
  })
  const turns = { warmUp: 10, rounds: 40 }
  const [ofShipped = [], ofSms = []] = await takeTurns([loaderOf(shipped), loaderOf(sms)], turns)
  const name = (model: string) => `${model}: load, once compiled`
  return [
    {
      name: name('shipped model'),
      measured: leastOf(ofShipped),
      unit: 'ms',
      must: '<= 10',
      dream: '<= 1',
    },
    {
      name: name('SMS model, 2^16 slots'),
      measured: leastOf(ofSms),
      unit: 'ms',
      must: '<= 5',
      dream: '<= 0.5',
    },
  ]
}
