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
import { type Contender, leastOf, type Turns, takeTurns } from './turns.ts'

const MAILS = 40
const SMS_GOALS = { must: '>= 400,000', dream: '>= 1,000,000' }
const MAIL_GOALS = { must: '>= 4,000', dream: '>= 8,000' }
const MEGABYTE_GOALS = { must: '>= 40', dream: '>= 80' }
const REASON_GOALS = { must: '<= 3', dream: '<= 1.5' }
const NO_GOALS = { must: '', dream: '' }

/** Texts judged in a second by one thread, beside a loop that only reads them, in the same rounds. */
export const speedSection: Section = {
  name: 'speed',
  title:
    'one thread, the fastest of many short rounds in turn with a loop that only reads the texts',
  corpora: ['sms_uci', 'spamassassin'],
  async measure(bench) {
    const sms = await bench.corpus('sms_uci')
    const mails = await bench.corpus('spamassassin')
    const shipped = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
    return [...(await smsRows(bench, shipped, sms)), ...(await mailRows(bench, shipped, mails))]
  },
}

function turnsOf({ isQuick }: Bench): Turns {
  return { warmUp: 20, rounds: isQuick ? 40 : 80 }
}

async function smsRows(
  bench: Bench,
  shipped: Classifier,
  examples: readonly Example[],
): Promise<Row[]> {
  const texts = asFromJson(examples.map(({ text }) => text))
  const smsModel = openClassifier(trainModel(examples))
  const smallModel = openClassifier(trainModel(examples, { bits: 16 }))
  const least = await leastOfEach(bench, [
    readerOf(texts),
    judgeOf(shipped, texts),
    judgeOf(shipped, texts, 'sms'),
    judgeOf(smsModel, texts),
    judgeOf(smallModel, texts),
    explainerOf(shipped, texts),
    explainerOf(shipped, texts, 5),
  ])
  const [read = 0, plain = 0, sourced = 0, full = 0, small = 0, all = 0, some = 0] = least
  const model = 'model of sms_uci alone'
  return [
    ...rateRows('SMS, a loop that only reads', read, read, texts.length),
    ...rateRows('SMS, shipped model', plain, read, texts.length, SMS_GOALS),
    ...rateRows('SMS, shipped model, source told', sourced, read, texts.length, SMS_GOALS),
    ...rateRows(`SMS, ${model}, 2^18 slots`, full, read, texts.length, SMS_GOALS),
    ...rateRows(`SMS, ${model}, 2^16 slots`, small, read, texts.length, SMS_GOALS),
    ratioRow('SMS, all reasons against a plain decision', all / plain, REASON_GOALS),
    ratioRow('SMS, 5 reasons against a plain decision', some / plain, REASON_GOALS),
  ]
}

async function mailRows(
  bench: Bench,
  shipped: Classifier,
  examples: readonly Example[],
): Promise<Row[]> {
  const joined = joinToLength(
    examples.map(({ text }) => text),
    MAIL_UNITS,
  )
  const texts = asFromJson(joined.slice(0, MAILS))
  const [read = 0, judge = 0, explain = 0] = await leastOfEach(bench, [
    readerOf(texts),
    judgeOf(shipped, texts),
    explainerOf(shipped, texts),
  ])
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const name = 'mails of 10,000 characters'
  return [
    ...rateRows(`${name}, shipped model`, judge, read, texts.length, MAIL_GOALS),
    { name: `${name}, MB/s`, measured: bytes / judge / 1000, unit: 'MB/s', ...MEGABYTE_GOALS },
    ratioRow(`${name}, all reasons against a plain decision`, explain / judge, REASON_GOALS),
  ]
}

async function leastOfEach(bench: Bench, contenders: readonly Contender[]): Promise<number[]> {
  return (await takeTurns(contenders, turnsOf(bench))).map(leastOf)
}

/** Texts a second, time of one, and how often the loop that only reads would have been done by then. */
function rateRows(
  name: string,
  ms: number,
  readMs: number,
  texts: number,
  goals: Pick<Row, 'must' | 'dream'> = NO_GOALS,
): Row[] {
  return [
    { name, measured: Math.round((1000 * texts) / ms), unit: 'texts/s', ...goals },
    { name: `${name}, each`, measured: Math.round((1e6 * ms) / texts), unit: 'ns', ...NO_GOALS },
    ...(ms === readMs ? [] : [ratioRow(`${name}, times only reading`, ms / readMs, NO_GOALS)]),
  ]
}

function ratioRow(name: string, ratio: number, goals: Pick<Row, 'must' | 'dream'>): Row {
  return { name, measured: ratio, unit: 'x', ...goals }
}
