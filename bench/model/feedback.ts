import {
  type Example,
  type GenericScore,
  measure,
  type OnlineLearner,
  openClassifier,
  openOnlineLearner,
  trainModel,
} from '@hamlet/classifier'
import { meanOf, NO_GOALS, percentRow, shuffled, trainAndScore } from './quality.ts'
import type { Row, Section } from './section.ts'
import { type Corpus, NAMES, readTen } from './ten-corpora.ts'

/** How many messages a batch learns from. */
const BATCH = 100
/** After how many messages the online learners are asked, ascending. */
const LESSONS: readonly number[] = [0, 20, 100, 500]
/** Of fewer texts than this beside the learned ones, an accuracy would say little. */
const TESTS_AT_LEAST = 100
const GOALS = { must: '>= 94.5', dream: '>= 96.5' }

/** A new channel, after its first labelled messages. */
export const feedbackSection: Section = {
  name: 'feedback',
  title: 'a corpus after its first messages, tested on its others',
  corpora: NAMES,
  async measure(bench) {
    const corpora = await readTen(bench)
    const draws = bench.isQuick ? 2 : 10
    const batch = corpora.map(({ examples }) => afterBatch(examples, draws))
    const zero = corpora.map(({ examples }) =>
      afterLessons(examples, draws, () => openOnlineLearner()),
    )
    const warm = corpora.map((corpus) => {
      const generic = strangerOf(corpus, corpora, bench.isQuick)
      return afterLessons(corpus.examples, draws, () => openOnlineLearner({ generic }))
    })
    return [
      ...NAMES.map((name, i) => percentRow(`${name}: batch of ${BATCH}, accuracy`, batch[i] ?? 0)),
      percentRow(`batch of ${BATCH}: macro accuracy, ${draws} draws`, meanOf(batch), GOALS),
      ...onlineRows('online from nothing', zero),
      ...onlineRows('online from a model of the other nine', warm),
    ]
  },
}

/** The mean accuracy of models of the first messages, over draws of their order. */
function afterBatch(examples: readonly Example[], draws: number): number {
  const accuracies = Array.from({ length: draws }, (_, draw) => {
    const order = shuffled(examples, draw)
    return measure(trainAndScore(order.slice(0, BATCH), order.slice(BATCH))).accuracy
  })
  return meanOf(accuracies)
}

/** A model of all other corpora. */
function strangerOf(corpus: Corpus, corpora: readonly Corpus[], isQuick: boolean): GenericScore {
  const others = corpora.filter((one) => one !== corpus).flatMap(({ examples }) => examples)
  const { classify } = openClassifier(trainModel(others, { augment: !isQuick }))
  return (text, source) => classify(text, source).logit
}

/** The mean accuracy by {@link LESSONS}, as far as the corpus goes. */
function afterLessons(
  examples: readonly Example[],
  draws: number,
  open: () => OnlineLearner,
): number[] {
  const lessons = LESSONS.filter((count) => count + TESTS_AT_LEAST <= examples.length)
  const byDraw = Array.from({ length: draws }, (_, draw) => {
    const order = shuffled(examples, draw)
    const learner = open()
    return lessons.map((count, i) => {
      for (const { text, label, source } of order.slice(lessons[i - 1] ?? 0, count)) {
        learner.learn(text, label, source)
      }
      return accuracyOf(learner, order.slice(count))
    })
  })
  return lessons.map((_, i) => meanOf(byDraw.map((accuracies) => accuracies[i] ?? 0)))
}

function accuracyOf({ predict }: OnlineLearner, examples: readonly Example[]): number {
  return measure(
    examples.map(({ text, label, source }) => ({ label, logit: predict(text, source) })),
  ).accuracy
}

/** A row per count of messages, each a mean over the corpora that go so far. */
function onlineRows(name: string, corpora: readonly (readonly number[])[]): Row[] {
  return LESSONS.map((count, i) => {
    const reached = corpora.flatMap((accuracies) => accuracies.slice(i, i + 1))
    const title = `${name}, ${count} messages: macro accuracy of ${reached.length}`
    return percentRow(title, meanOf(reached), count === BATCH ? GOALS : NO_GOALS)
  })
}
