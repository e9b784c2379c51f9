import {
  groupedFolds,
  type Metrics,
  measure,
  nearDuplicateGroups,
  openClassifier,
  type Scored,
  trainModel,
} from '@hamlet/classifier'
import { crossMeans, meanOf, NO_GOALS, percentRow } from './quality.ts'
import type { Section } from './section.ts'
import { type CorpusExample, NAMES, readTen, TEXTS_AT_MOST } from './ten-corpora.ts'

const FOLDS = 5
/** How often the texts of all corpora are dealt into folds: 25 models, never one split. */
const DEALS = 5

/** A model of each corpus alone. */
export const corporaSection: Section = {
  name: 'corpora',
  title: `a model of each corpus, at most ${TEXTS_AT_MOST} texts of it: ${FOLDS}-fold cross-validation`,
  corpora: NAMES,
  async measure(bench) {
    const corpora = await readTen(bench)
    const means = corpora.map(({ examples }) => crossMeans(examples, { testFolds: FOLDS }))
    const goals = (name: string) => {
      if (name === 'youtube_uci') return { must: '>= 95.3', dream: '>= 96.5' }
      return name === 'spamassassin' ? { must: '>= 98.4', dream: '>= 99.0' } : NO_GOALS
    }
    return [
      ...corpora.flatMap(({ name }, i) => [
        percentRow(`${name}: accuracy`, means[i]?.accuracy ?? 0, goals(name)),
        {
          name: `${name}: 1 - AUC`,
          measured: means[i]?.oneMinusAuc ?? 0,
          unit: '%',
          ...(name === 'spamassassin' ? { must: '<= 0.13', dream: '<= 0.07' } : NO_GOALS),
        },
      ]),
      percentRow('macro accuracy', meanOf(means.map(({ accuracy }) => accuracy)), {
        must: '>= 98.2',
        dream: '>= 98.7',
      }),
    ]
  },
}

/** One model for everything. */
export const oneModelSection: Section = {
  name: 'one',
  title: `one model of all corpora: ${DEALS} times ${FOLDS} folds, near duplicates kept together`,
  corpora: NAMES,
  async measure(bench) {
    const all = (await readTen(bench)).flatMap(({ examples }) => examples)
    const isSpam = all.map(({ label }) => (label === 'spam' ? 1 : 0))
    const groups = nearDuplicateGroups(all.map(({ text }) => text))
    const deals = Array.from({ length: bench.isQuick ? 1 : DEALS }, (_, deal) => {
      const foldOf = groupedFolds(groups, isSpam, FOLDS, 1 + deal)
      return scoreParts(all, foldOf, bench.isQuick ? 1 : FOLDS)
    })
    const plain = deals.flatMap((deal) => deal.plain)
    const told = deals.flatMap((deal) => deal.told)
    return [
      ...NAMES.flatMap((name) => [
        percentRow(`${name}: accuracy`, metricsOf(plain, name).accuracy),
        percentRow(`${name}: accuracy, source told`, metricsOf(told, name).accuracy),
      ]),
      percentRow('macro accuracy', macro(plain, 'accuracy'), { must: '>= 97.3', dream: '>= 98.0' }),
      percentRow('macro accuracy, source told', macro(told, 'accuracy'), {
        must: '>= 97.8',
        dream: '>= 98.4',
      }),
      percentRow('macro false positives, source told', macro(told, 'fpr')),
    ]
  },
}

/** A corpus that no text was learned from. */
export const strangerSection: Section = {
  name: 'stranger',
  title: 'each corpus judged by one model of all the others',
  corpora: NAMES,
  async measure(bench) {
    const all = (await readTen(bench)).flatMap(({ examples }) => examples)
    const foldOf = all.map(({ corpus }) => NAMES.indexOf(corpus))
    const { plain, told } = scoreParts(all, foldOf, bench.isQuick ? 2 : NAMES.length)
    return [
      ...NAMES.map((name) => percentRow(`${name}: ROC AUC`, metricsOf(plain, name).rocAuc)),
      percentRow('macro accuracy', macro(plain, 'accuracy')),
      percentRow('macro ROC AUC', macro(plain, 'rocAuc'), { must: 'report it', dream: '>= 93' }),
      percentRow('macro ROC AUC, source told', macro(told, 'rocAuc')),
    ]
  },
}

interface CorpusScore extends Scored {
  readonly corpus: string
}

/** Scores each part by a model of the others, without the sources and with them. */
function scoreParts(
  all: readonly CorpusExample[],
  partOf: ArrayLike<number>,
  parts: number,
): { plain: CorpusScore[]; told: CorpusScore[] } {
  const plain: CorpusScore[] = []
  const told: CorpusScore[] = []
  for (let part = 0; part < parts; part++) {
    const { classify } = openClassifier(trainModel(all.filter((_, row) => partOf[row] !== part)))
    for (const [row, { text, label, source, corpus }] of all.entries()) {
      if (partOf[row] !== part) continue
      plain.push({ corpus, label, logit: classify(text).logit })
      told.push({ corpus, label, logit: classify(text, source).logit })
    }
  }
  return { plain, told }
}

function metricsOf(scores: readonly CorpusScore[], name: string): Metrics {
  return measure(scores.filter(({ corpus }) => corpus === name))
}

/** The mean over the corpora that were scored. */
function macro(scores: readonly CorpusScore[], figure: 'accuracy' | 'fpr' | 'rocAuc'): number {
  const names = [...new Set(scores.map(({ corpus }) => corpus))]
  return meanOf(names.map((name) => metricsOf(scores, name)[figure]))
}
