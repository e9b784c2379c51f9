import {
  type CrossValidation,
  crossValidate,
  type Example,
  type FoldResult,
  oneMinusAucPercent,
  openClassifier,
  type Scored,
  type TrainOptions,
  trainModel,
} from '@hamlet/classifier'
import { openRandom, shuffle } from '../../packages/classifier/src/random.ts'
import type { Row } from './section.ts'

/** A goal, and how far it is hoped to be passed; both may be empty. */
export type Goals = Pick<Row, 'must' | 'dream'>

/** For what no goal was set. */
export const NO_GOALS: Goals = { must: '', dream: '' }

/** A share as a row in percent. */
export function percentRow(name: string, share: number, goals: Goals = NO_GOALS): Row {
  return { name, measured: 100 * share, unit: '%', ...goals }
}

/** The mean of numbers; 0 without any. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
}

/** Means over the parts of a cross-validation. */
export interface Means {
  readonly accuracy: number
  readonly mcc: number
  readonly f1: number
  readonly recall: number
  readonly fpr: number
  readonly logLoss: number
  readonly ece: number
  /** In percent. */
  readonly oneMinusAuc: number
}

/** Cross-validates and gives the parts' means. */
export function crossMeans(examples: readonly Example[], options: CrossValidation): Means {
  return meansOf(crossValidate(examples, options))
}

/** The means over the parts of a cross-validation. */
export function meansOf(results: readonly FoldResult[]): Means {
  const mean = (figure: (result: FoldResult) => number): number => meanOf(results.map(figure))
  return {
    accuracy: mean(({ metrics }) => metrics.accuracy),
    mcc: mean(({ metrics }) => metrics.mcc),
    f1: mean(({ metrics }) => metrics.f1),
    recall: mean(({ metrics }) => metrics.recall),
    fpr: mean(({ metrics }) => metrics.fpr),
    logLoss: mean(({ metrics }) => metrics.logLoss),
    ece: mean(({ metrics }) => metrics.ece),
    oneMinusAuc: mean(({ metrics }) => oneMinusAucPercent(metrics)),
  }
}

/** Trains on some texts and scores others, without their sources or with them told. */
export function trainAndScore(
  train: readonly Example[],
  test: readonly Example[],
  options: TrainOptions = {},
): Scored[] {
  const { classify } = openClassifier(trainModel(train, options))
  return test.map(({ text, label }) => ({ label, logit: classify(text).logit }))
}

/** Rows in an order that only the seed decides. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const order = Int32Array.from(items.keys())
  shuffle(order, order.length, openRandom(seed))
  return [...order].flatMap((i) => items.slice(i, i + 1))
}
