import { readFile } from 'node:fs/promises'
import {
  type Classifier,
  decodeModel,
  type Example,
  openClassifier,
  trainModel,
} from '@hamlet/classifier'
import { explainerOf, judgeOf, readerOf } from './contenders.ts'
import type { Bench, Row, Section } from './section.ts'
import { SHIPPED_MODEL } from './shipped.ts'
import { asFromJson, joinToLength, MAIL_UNITS } from './texts.ts'
import { type Contender, leastOf, ratioOf, takeTurns } from './turns.ts'

const MAILS = 40
const TURN_MS = 10
const SMS_GOALS = { must: '>= 400,000', dream: '>= 1,000,000' }
const MAIL_GOALS = { must: '>= 4,000', dream: '>= 8,000' }
const MEGABYTE_GOALS = { must: '>= 40', dream: '>= 80' }
const REASON_GOALS = { must: '<= 3', dream: '<= 1.5' }
const NO_GOALS = { must: '', dream: '' }

/** Texts judged in a second by one thread, beside a loop that only reads them, in the same rounds. */
export const speedSection: Section = {
  name: 'speed',
  title: 'one thread, in turn with a loop that only reads the same texts',
  corpora: ['sms_uci', 'spamassassin'],
  async measure(bench) {
    const sms = await bench.corpus('sms_uci')
    const mails = await bench.corpus('spamassassin')
    const shipped = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
    return [...(await smsRows(bench, shipped, sms)), ...(await mailRows(bench, shipped, mails))]
  },
}

async function smsRows(
  bench: Bench,
  shipped: Classifier,
  examples: readonly Example[],
): Promise<Row[]> {
  const texts = asFromJson(examples.map(({ text }) => text))
  const smsModel = openClassifier(trainModel(examples))
  const smallModel = openClassifier(trainModel(examples, { bits: 16 }))
  const [read = [], plain = [], sourced = [], full = [], small = []] = await turnsOf(bench, [
    readerOf(texts),
    judgeOf(shipped, texts),
    judgeOf(shipped, texts, 'sms'),
    judgeOf(smsModel, texts),
    judgeOf(smallModel, texts),
  ])
  const rows = (name: string, times: readonly number[]): Row[] =>
    rateRows(`SMS, ${name}`, { times, read, texts: texts.length }, SMS_GOALS)
  return [
    rateRow('SMS, a loop that only reads', read, texts.length, NO_GOALS),
    ...rows('shipped model', plain),
    ...rows('shipped model, source told', sourced),
    ...rows('model of sms_uci alone, 2^18 slots', full),
    ...rows('model of sms_uci alone, 2^16 slots', small),
    ...(await reasonRows(bench, 'SMS', shipped, texts)),
  ]
}

async function mailRows(
  bench: Bench,
  shipped: Classifier,
  examples: readonly Example[],
): Promise<Row[]> {
  const mails = joinToLength(
    examples.map(({ text }) => text),
    MAIL_UNITS,
  )
  const texts = asFromJson(mails.slice(0, MAILS))
  const contenders = [readerOf(texts), judgeOf(shipped, texts)]
  const [read = [], times = []] = await turnsOf(bench, contenders)
  const name = 'mails of 10,000 characters'
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const rate = bytes / leastOf(times) / 1000
  return [
    ...rateRows(`${name}, shipped model`, { times, read, texts: texts.length }, MAIL_GOALS),
    { name: `${name}, shipped model, bytes`, measured: rate, unit: 'MB/s', ...MEGABYTE_GOALS },
    ...(await reasonRows(bench, name, shipped, texts)),
  ]
}

/** What reasons cost, all of them and the first five, against `classify`. */
async function reasonRows(
  bench: Bench,
  name: string,
  classifier: Classifier,
  texts: readonly string[],
): Promise<Row[]> {
  const [plain = [], all = [], some = []] = await turnsOf(bench, [
    judgeOf(classifier, texts),
    explainerOf(classifier, texts),
    explainerOf(classifier, texts, 5),
  ])
  const row = (what: string, times: readonly number[]): Row => {
    const measured = ratioOf(times, plain)
    return {
      name: `${name}, ${what}, times a plain decision`,
      measured,
      unit: 'x',
      ...REASON_GOALS,
    }
  }
  return [row('all reasons', all), row('5 reasons', some)]
}

function turnsOf({ isQuick }: Bench, contenders: readonly Contender[]): Promise<number[][]> {
  return takeTurns(contenders, { warmUp: 20, rounds: isQuick ? 40 : 60, turnMs: TURN_MS })
}

/** Times of some texts by round, and those of a loop that only reads them. */
interface Timed {
  readonly times: readonly number[]
  readonly read: readonly number[]
  readonly texts: number
}

type Goals = Pick<Row, 'must' | 'dream'>

/** Texts a second, the time of one, and how often only reading would have been done by then. */
function rateRows(name: string, { times, read, texts }: Timed, goals: Goals): Row[] {
  const each = Math.round((1e6 * leastOf(times)) / texts)
  const ratio = ratioOf(times, read)
  return [
    rateRow(name, times, texts, goals),
    { name: `${name}, each`, measured: each, unit: 'ns', ...NO_GOALS },
    { name: `${name}, times only reading`, measured: ratio, unit: 'x', ...NO_GOALS },
  ]
}

function rateRow(name: string, times: readonly number[], texts: number, goals: Goals): Row {
  const measured = Math.round((1000 * texts) / leastOf(times))
  return { name, measured, unit: 'texts/s', ...goals }
}
