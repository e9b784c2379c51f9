import {
  type Example,
  type Metrics,
  measure,
  type OnlineLearner,
  oneMinusAucPercent,
  openClassifier,
  openOnlineLearner,
  type Scored,
  trainModel,
} from '@hamlet/classifier'
import { judgeOf } from './contenders.ts'
import { type Goals, meanOf, NO_GOALS, percentRow, shuffled } from './quality.ts'
import type { Bench, Row, Section } from './section.ts'
import { asFromJson } from './texts.ts'
import { type Contender, leastOf, ratioOf, takeTurns } from './turns.ts'

const AUC_GOALS = { must: '<= 0.45', dream: '<= 0.28' }
const ACCURACY_GOALS = { must: '>= 98.9', dream: '>= 99.25' }

/** Messages learned before some labels turn out to be wrong, of which the last tenth may be. */
const LOG = 500
/** How many of them were wrong. */
const WRONG = 20

/**
 * A stream of sms_uci: each message is judged, then learned. The goals were set for the whole
 * collection of 5,572 with its duplicates; this corpus keeps at most three near duplicates of a text,
 * which leaves 3,885 and makes it harder.
 */
export const onlineSection: Section = {
  name: 'online',
  title: 'an online learner on a stream of sms_uci: each message judged, then learned',
  corpora: ['sms_uci', 'spamassassin'],
  async measure(bench) {
    const sms = await bench.corpus('sms_uci')
    const mails = await bench.corpus('spamassassin')
    const draws = bench.isQuick ? 2 : 10
    const inOrder = scoreStream(sms)
    const told = sms.map((example) => ({ ...example, source: 'sms' }) as const)
    return [
      ...streamRows('in the order of the file', [inOrder], AUC_GOALS, ACCURACY_GOALS),
      ...streamRows('the second half of it', [inOrder.slice(sms.length >> 1)]),
      ...streamRows(`${draws} shuffles`, shuffles(sms, draws), AUC_GOALS, ACCURACY_GOALS),
      ...streamRows(`${draws} shuffles, source told`, shuffles(told, draws)),
      ...streamRows('spamassassin, 2 shuffles', shuffles(mails, 2)),
      ...undoRows(sms, draws),
      ...(await costRows(bench, sms)),
    ]
  },
}

/** Judges each text by a learner of those before it. */
function scoreStream(examples: readonly Example[]): Scored[] {
  const { predict, learn } = openOnlineLearner()
  return examples.map(({ text, label, source }) => {
    const logit = predict(text, source)
    learn(text, label, source)
    return { label, logit }
  })
}

function shuffles(examples: readonly Example[], draws: number): Scored[][] {
  return Array.from({ length: draws }, (_, draw) => scoreStream(shuffled(examples, draw)))
}

/** Means over streams. */
function streamRows(
  name: string,
  streams: readonly (readonly Scored[])[],
  aucGoals: Goals = NO_GOALS,
  accuracyGoals: Goals = NO_GOALS,
): Row[] {
  const metrics = streams.map((scored) => measure(scored))
  const mean = (figure: (one: Metrics) => number): number => meanOf(metrics.map(figure))
  return [
    { name: `${name}: 1 - AUC`, measured: mean(oneMinusAucPercent), unit: '%', ...aucGoals },
    percentRow(
      `${name}: accuracy`,
      mean(({ accuracy }) => accuracy),
      accuracyGoals,
    ),
    percentRow(
      `${name}: false positives`,
      mean(({ fpr }) => fpr),
    ),
    percentRow(
      `${name}: recall`,
      mean(({ recall }) => recall),
    ),
  ]
}

/** Ways to take back labels that were wrong. */
const UNDOINGS: readonly (readonly [
  name: string,
  teach: (learner: OnlineLearner, log: readonly Example[], wrong: readonly Example[]) => void,
])[] = [
  ['never taught', teachWithout],
  ['left wrong', teachWrong],
  [
    'the right label once, afterwards',
    (learner, log, wrong) => {
      teachWrong(learner, log, wrong)
      teachAll(learner, wrong)
    },
  ],
]

/** What wrong labels do, and what is left of them when they are taken back. */
function undoRows(examples: readonly Example[], draws: number): Row[] {
  const orders = Array.from({ length: draws }, (_, draw) => shuffled(examples, draw))
  return UNDOINGS.map(([name, teach]) => {
    const accuracies = orders.map((order) => {
      const learner = openOnlineLearner()
      const log = order.slice(0, LOG)
      teach(
        learner,
        log,
        log.slice(-5 * WRONG).filter((_, i) => i % 5 === 0),
      )
      const tests = order.slice(LOG)
      return measure(tests.map(({ text, label }) => ({ label, logit: learner.predict(text) })))
        .accuracy
    })
    return percentRow(`${WRONG} wrong of ${LOG}, ${name}: accuracy`, meanOf(accuracies))
  })
}

function teachAll({ learn }: OnlineLearner, examples: readonly Example[]): void {
  for (const { text, label } of examples) learn(text, label)
}

function teachWithout(
  learner: OnlineLearner,
  log: readonly Example[],
  wrong: readonly Example[],
): void {
  teachAll(
    learner,
    log.filter((one) => !wrong.includes(one)),
  )
}

function teachWrong(
  learner: OnlineLearner,
  log: readonly Example[],
  wrong: readonly Example[],
): void {
  const flipped = log.map((one): Example => {
    if (!wrong.includes(one)) return one
    return { text: one.text, label: one.label === 'ham' ? 'spam' : 'ham' }
  })
  teachAll(learner, flipped)
}

/** What a message costs, beside being judged by a model of a batch. */
async function costRows({ isQuick }: Bench, examples: readonly Example[]): Promise<Row[]> {
  const texts = asFromJson(examples.map(({ text }) => text))
  const lessons = examples.map(({ label }, i) => ({ label, text: texts[i] ?? '' }))
  const learner = openOnlineLearner()
  teachAll(learner, lessons)
  const contenders = [
    judgeOf(openClassifier(trainModel(examples)), texts),
    predictorOf(learner, texts),
    streamerOf(lessons),
  ]
  const rounds = isQuick ? 10 : 30
  const times = await takeTurns(contenders, { warmUp: 10, rounds, turnMs: 10 })
  const [judge = [], predict = [], stream = []] = times
  const row = (name: string, own: readonly number[]): Row[] => [
    { name, measured: (1000 * leastOf(own)) / texts.length, unit: 'us', ...NO_GOALS },
    { name: `${name}, times classifying`, measured: ratioOf(own, judge), unit: 'x', ...NO_GOALS },
  ]
  return [
    ...row('one message judged by a learner of all', predict),
    ...row('one message judged and learned, from nothing on', stream),
  ]
}

function predictorOf({ predict }: OnlineLearner, texts: readonly string[]): Contender {
  return { run: () => texts.filter((text) => predict(text) >= 0).length }
}

function streamerOf(lessons: readonly Example[]): Contender {
  return { run: () => scoreStream(lessons).filter(({ logit }) => logit >= 0).length }
}
