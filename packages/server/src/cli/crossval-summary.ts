import {
  type Confusion,
  type FoldResult,
  type Label,
  type LogOdds,
  measure,
  type Probability,
  precisionCurve,
  probabilityOf,
  type ReliabilityBin,
  reliabilityBins,
  rocCurve,
  type Scored,
} from '@hamlet/classifier'
import { RANKING_NAMES, type RankingName, rankingRecord } from '../http/metrics-record.ts'

/** Mean and sample standard deviation. */
export interface Spread {
  readonly mean: number
  readonly sd: number
}

/** A spread of every metric. */
export type Spreads = Readonly<Record<RankingName, Spread>>

/** One distinct text that was tested, and the file it came from. */
export interface TestedText {
  readonly text: string
  readonly label: Label
  readonly corpus: string
}

/** How the texts of one file fared. */
export interface CorpusSummary {
  readonly name: string
  readonly n: number
  readonly n_ham: number
  readonly n_spam: number
  /** Over repeats: all texts of the file that one repeat scored are measured together. */
  readonly metrics: Spreads
}

/** A text that was misjudged on the mean of its repeats. */
export interface Mistake {
  readonly text: string
  readonly label: Label
  readonly corpus: string
  /** The probability of the mean log-odds. */
  readonly spam_probability: Probability
}

/** A bar of a histogram of probabilities: texts of each label in [`from`, `to`). */
export interface Bar {
  readonly from: number
  readonly to: number
  readonly ham: number
  readonly spam: number
}

/** What a cross-validation found. All repeats are pooled but where something else is said. */
export interface Findings {
  /** Over all parts and repeats, each part measured alone. */
  readonly metrics: Spreads
  readonly confusion: Confusion
  readonly reliability: readonly ReliabilityBin[]
  readonly histogram: readonly Bar[]
  readonly roc: readonly { readonly fpr: number; readonly recall: number }[]
  readonly precision_recall: readonly { readonly recall: number; readonly precision: number }[]
  /** One for each file that had a text of its own, in their order. */
  readonly corpora: readonly CorpusSummary[]
  /** The mean over the files, each counting the same; absent with one file. */
  readonly macro?: Spreads
  /** The worst, at most 50, the surest first. */
  readonly mistakes: readonly Mistake[]
}

const BARS = 20
const MISTAKES_AT_MOST = 50

/** Sums up what every part of a cross-validation of these texts gave. */
export function summarise(texts: readonly TestedText[], results: readonly FoldResult[]): Findings {
  const pooled = results.flatMap(({ scored }) => scored)
  const repeats = scoresByRepeat(results)
  const corpora = corporaOf(texts, repeats)
  return {
    metrics: spreadsOf(results.map(({ scored }) => rankingRecord(scored))),
    confusion: measure(pooled).confusion,
    reliability: reliabilityBins(pooled),
    histogram: histogramOf(pooled),
    roc: rocCurve(pooled).map(({ fpr, recall }) => ({ fpr, recall })),
    precision_recall: precisionCurve(pooled).map(({ recall, precision }) => {
      return { recall, precision }
    }),
    corpora: corpora.map(({ summary }) => summary),
    ...(corpora.length > 1 && { macro: macroOf(corpora) }),
    mistakes: mistakesOf(texts, repeats),
  }
}

/** By repeat, the score of each text at its row. */
type RepeatScores = readonly (readonly (Scored | undefined)[])[]

function scoresByRepeat(results: readonly FoldResult[]): RepeatScores {
  const repeats: (Scored | undefined)[][] = []
  for (const { repeat, rows, scored } of results) {
    const scores = repeats[repeat] ?? []
    for (const [i, row] of rows.entries()) scores[row] = scored[i]
    repeats[repeat] = scores
  }
  return repeats
}

interface MeasuredCorpus {
  readonly summary: CorpusSummary
  /** One for each repeat. */
  readonly records: readonly Readonly<Record<RankingName, number>>[]
}

function corporaOf(texts: readonly TestedText[], repeats: RepeatScores): MeasuredCorpus[] {
  const names = [...new Set(texts.map(({ corpus }) => corpus))]
  return names.map((name) => {
    const own = texts.filter(({ corpus }) => corpus === name)
    const spam = own.filter(({ label }) => label === 'spam').length
    const records = repeats.map((scores) =>
      rankingRecord(scores.filter((_, row) => texts[row]?.corpus === name).filter(isHere)),
    )
    const counts = { n: own.length, n_ham: own.length - spam, n_spam: spam }
    return { summary: { name, ...counts, metrics: spreadsOf(records) }, records }
  })
}

function isHere(one: Scored | undefined): one is Scored {
  return one !== undefined
}

/** The mean over corpora in each repeat, and then its spread over repeats. */
function macroOf(corpora: readonly MeasuredCorpus[]): Spreads {
  const repeats = corpora[0]?.records.length ?? 0
  const means = Array.from({ length: repeats }, (_, repeat) =>
    recordOf((name) => meanOf(corpora.map(({ records }) => records[repeat]?.[name] ?? 0))),
  )
  return spreadsOf(means)
}

function spreadsOf(records: readonly Readonly<Record<RankingName, number>>[]): Spreads {
  return recordOf((name) => spreadOf(records.map((record) => record[name])))
}

function recordOf<Value>(figureOf: (name: RankingName) => Value): Record<RankingName, Value> {
  const entries = RANKING_NAMES.map((name) => [name, figureOf(name)] as const)
  return Object.fromEntries(entries) as Record<RankingName, Value>
}

function spreadOf(values: readonly number[]): Spread {
  const mean = meanOf(values)
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / Math.max(values.length - 1, 1)) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length
}

function histogramOf(scored: readonly Scored[]): Bar[] {
  const all = reliabilityBins(scored, BARS)
  return all.map(({ from, to, count, spamShare }) => {
    const spam = Math.round(count * spamShare)
    return { from, to, ham: count - spam, spam }
  })
}

function mistakesOf(texts: readonly TestedText[], repeats: RepeatScores): Mistake[] {
  const wrong = texts.flatMap((text, row) => {
    const logit = meanOf(repeats.map((scores) => scores[row]?.logit ?? 0)) as LogOdds
    return logit >= 0 === (text.label === 'spam') ? [] : [{ ...text, logit }]
  })
  return wrong
    .sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit))
    .slice(0, MISTAKES_AT_MOST)
    .map(({ text, label, corpus, logit }) => {
      return { text, label, corpus, spam_probability: probabilityOf(logit) }
    })
}
