import { openClassifier } from './classifier.ts'
import { type Metrics, measure, type Scored } from './metrics.ts'
import { nearDuplicateGroups } from './near-duplicates.ts'
import { groupedFolds, removeDuplicates, rowsWhere, stratifiedFolds } from './split.ts'
import { trainModel } from './train.ts'
import type { TrainOptions } from './train-options.ts'
import type { Example } from './units.ts'

/** How often and into how many parts examples are dealt. */
export interface CrossValidation extends TrainOptions {
  /** Parts, each tested once per repeat by a model trained on the others; default 5. */
  readonly testFolds?: number
  /** Repeats, each with another deal; default 1. */
  readonly repeats?: number
  /**
   * What may not be tested by a model that was trained on its like: nothing (`none`, the default),
   * near duplicates (`near`), or rows of the same number, one for each distinct example. (The parts
   * inside a training, by which it calibrates, are dealt without regard to groups.)
   */
  readonly group?: 'none' | 'near' | ArrayLike<number>
  /** Told of each part as it is tested. */
  readonly onFold?: (fold: FoldResult) => void
}

/** What a model trained on the other parts made of one part. */
export interface FoldResult {
  readonly repeat: number
  readonly fold: number
  /** The rows that were tested, as positions among the distinct examples. */
  readonly rows: readonly number[]
  readonly scored: readonly Scored[]
  readonly metrics: Metrics
}

/**
 * Cross-validates: exact duplicates out first, then stratified parts. Whole models are trained,
 * calibrated, quantised and asked, as in use.
 *
 * @returns One result per part and repeat, `testFolds` times `repeats` of them.
 * @throws {TrainingDataError} There are not two distinct examples of each label to train on.
 * @throws {RangeError} An option is out of its range, or `group` is not one number per example.
 */
export function crossValidate(
  examples: readonly Example[],
  options: CrossValidation = {},
): FoldResult[] {
  const { testFolds = 5, repeats = 1, seed = 1, onFold = () => {} } = options
  const distinct = removeDuplicates(examples)
  const deal = dealerOf(distinct, options.group ?? 'none')
  const results: FoldResult[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    const foldOf = deal(testFolds, seed + repeat)
    for (let fold = 0; fold < testFolds; fold++) {
      const model = trainModel(
        distinct.filter((_, row) => foldOf[row] !== fold),
        options,
      )
      const rows = rowsWhere(foldOf, (f) => f === fold)
      const { classify } = openClassifier(model)
      const scored = rows.flatMap((row) => scoredOf(distinct[row], classify))
      const result = { repeat, fold, rows, scored, metrics: measure(scored) }
      results.push(result)
      onFold(result)
    }
  }
  return results
}

/** Deals examples into folds; the groups are found once for all repeats. */
function dealerOf(
  distinct: readonly Example[],
  group: 'none' | 'near' | ArrayLike<number>,
): (folds: number, seed: number) => Int32Array {
  const isSpam = Uint8Array.from(distinct, ({ label }) => (label === 'spam' ? 1 : 0))
  if (group === 'none') return (folds, seed) => stratifiedFolds(isSpam, folds, seed)
  const groups = group === 'near' ? nearDuplicateGroups(distinct.map(({ text }) => text)) : group
  if (groups.length !== distinct.length) {
    throw new RangeError(`${groups.length} groups for ${distinct.length} distinct examples`)
  }
  return (folds, seed) => groupedFolds(groups, isSpam, folds, seed)
}

function scoredOf(
  example: Example | undefined,
  classify: ReturnType<typeof openClassifier>['classify'],
): Scored[] {
  if (example === undefined) return []
  return [{ label: example.label, logit: classify(example.text, example.source).logit }]
}
