import { openRandom, shuffle } from './random.ts'
import type { Example } from './units.ts'

/** Leaves out every example whose text was there before, so that no test text was trained on. */
export function removeDuplicates<One extends Pick<Example, 'text'>>(
  examples: readonly One[],
): One[] {
  const seen = new Set<string>()
  return examples.filter(({ text }) => {
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}

/**
 * Deals rows into folds of nearly equal size, each with nearly the same share of spam.
 *
 * @param isSpam  1 for spam, 0 for ham, by row.
 * @param folds   At least 2.
 * @returns       The fold of each row, 0 to `folds` - 1; the same for the same seed.
 * @throws {RangeError} `folds` is not an integer of at least 2.
 */
export function stratifiedFolds(
  isSpam: ArrayLike<number>,
  folds: number,
  seed: number,
): Int32Array {
  if (!Number.isInteger(folds) || folds < 2)
    throw new RangeError(`folds must be 2 or more, got ${folds}`)
  const random = openRandom(seed)
  const foldOf = new Int32Array(isSpam.length)
  let dealt = 0
  for (const wanted of [0, 1]) {
    const rows = rowsWhere(isSpam, (value) => value === wanted)
    shuffle(rows, rows.length, random)
    for (const row of rows) foldOf[row] = dealt++ % folds
  }
  return foldOf
}

/** The rows whose value passes. */
export function rowsWhere(values: ArrayLike<number>, passes: (value: number) => boolean): number[] {
  const rows: number[] = []
  for (let row = 0; row < values.length; row++) {
    if (passes(values[row] ?? 0)) rows.push(row)
  }
  return rows
}
