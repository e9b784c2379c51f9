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
  checkFolds(folds)
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

/**
 * Deals rows into folds of nearly equal size and share of spam, so that no group of rows is in two.
 *
 * The largest groups are dealt first, each to the fold that has the least of its labels; groups of
 * one size come in random order. Where every group is of one label, two folds differ by at most the
 * largest group of a label in the number of its rows.
 *
 * @param groups  The group of each row, any numbers.
 * @param isSpam  1 for spam, 0 for ham, by row.
 * @param folds   At least 2. Of fewer groups than that, some folds are empty.
 * @returns       The fold of each row, 0 to `folds` - 1; the same for the same seed.
 * @throws {RangeError} `folds` is not an integer of at least 2.
 *
 * Cost: O(groups x (folds + log groups) + rows).
 */
export function groupedFolds(
  groups: ArrayLike<number>,
  isSpam: ArrayLike<number>,
  folds: number,
  seed: number,
): Int32Array {
  checkFolds(folds)
  const members = [...membersOf(groups).values()]
  const order = Int32Array.from(members.keys())
  shuffle(order, order.length, openRandom(seed))
  const bySize = [...order].map((i) => members[i] ?? []).sort((a, b) => b.length - a.length)
  const spamRows = rowsWhere(isSpam, (value) => value === 1).length
  const totals: Counts = { ham: isSpam.length - spamRows, spam: spamRows }
  const dealt = Array.from({ length: folds }, (): Counts => ({ ham: 0, spam: 0 }))
  const foldOf = new Int32Array(groups.length)
  for (const rows of bySize) {
    const spam = rows.filter((row) => isSpam[row] === 1).length
    const fold = neediestFold(dealt, { ham: rows.length - spam, spam }, totals)
    for (const row of rows) foldOf[row] = fold
  }
  return foldOf
}

/** Rows of each label. */
interface Counts {
  ham: number
  spam: number
}

/** Adds a group to the fold where it makes the folds least unequal; returns that fold. */
function neediestFold(dealt: readonly Counts[], group: Counts, totals: Counts): number {
  const growthOf = (fold: Counts): number =>
    growth(fold.ham, group.ham, totals.ham) + growth(fold.spam, group.spam, totals.spam)
  const [first] = dealt
  if (first === undefined) return 0
  const best = dealt.reduce(
    (least, fold) => (growthOf(fold) < growthOf(least) ? fold : least),
    first,
  )
  best.ham += group.ham
  best.spam += group.spam
  return dealt.indexOf(best)
}

/** How much the square of what a fold has of a label grows, in shares of all that there is. */
function growth(has: number, gets: number, total: number): number {
  return total === 0 ? 0 : ((has + gets) ** 2 - has ** 2) / total ** 2
}

function membersOf(groups: ArrayLike<number>): Map<number, number[]> {
  const members = new Map<number, number[]>()
  for (let row = 0; row < groups.length; row++) {
    const group = groups[row] ?? 0
    const rows = members.get(group)
    if (rows === undefined) members.set(group, [row])
    else rows.push(row)
  }
  return members
}

function checkFolds(folds: number): void {
  if (Number.isInteger(folds) && folds >= 2) return
  throw new RangeError(`folds must be 2 or more, got ${folds}`)
}

/** The rows whose value passes. */
export function rowsWhere(values: ArrayLike<number>, passes: (value: number) => boolean): number[] {
  const rows: number[] = []
  for (let row = 0; row < values.length; row++) {
    if (passes(values[row] ?? 0)) rows.push(row)
  }
  return rows
}
