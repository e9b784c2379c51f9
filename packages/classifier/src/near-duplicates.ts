import { enterSet, isLike, layDown, openPieceIndex, takeUp } from './piece-index.ts'
import { type PieceSets, pieceSetsOf } from './pieces.ts'

/**
 * Groups texts that are near duplicates of each other, or of others in the group (single link).
 *
 * Two texts are near duplicates when the Jaccard index of their sets of five-character pieces is
 * 0.5 or more, after digits became 0, capitals small, and runs of whitespace one space. Every such
 * pair is found (recall 1): two sets of which half is in common must share some of their rarer
 * pieces, so only texts that do are compared, and then exactly.
 *
 * @returns The group of each text, numbered from 0 in the order of their first texts.
 *
 * Source: Bayardo, Ma, Srikant 2007, "Scaling Up All Pairs Similarity Search"; Xiao et al. 2008,
 * "Efficient Similarity Joins for Near Duplicate Detection" (prefix and positional filter); Wang,
 * Li, Feng 2012, "Can We Beat the Prefix Filtering?" (several pieces in longer prefixes).
 *
 * Cost: nearly linear in the length of all texts while the rarer pieces of a text are in few others;
 * some 150 nanoseconds a character.
 */
export function nearDuplicateGroups(texts: readonly string[]): Int32Array {
  const pieceSets = pieceSetsOf(texts)
  const parents = Int32Array.from(texts, (_, i) => i)
  linkLikeSets(rarestFirst(pieceSets), pieceSets.pieces, parents)
  return numbersOf(parents)
}

/** The sets as ascending numbers; the rarer a piece, the smaller its number. */
function rarestFirst({ begins, ids, pieces }: PieceSets): Int32Array[] {
  const ranks = ranksOf(ids, pieces, begins.length)
  const ranked = ids.map((id) => ranks[id] ?? 0)
  return Array.from(begins.subarray(1), (end, row) => ranked.subarray(begins[row], end).sort())
}

/** The places of pieces by how many sets have them, fewer than `limit`, found by counting sort. */
function ranksOf(ids: Int32Array, pieces: number, limit: number): Int32Array {
  const counts = new Int32Array(pieces)
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1
  const next = new Int32Array(limit + 1)
  for (const count of counts) next[count + 1] = (next[count + 1] ?? 0) + 1
  for (let count = 1; count < limit; count++) {
    next[count] = (next[count] ?? 0) + (next[count - 1] ?? 0)
  }
  return counts.map((count) => {
    const rank = next[count] ?? 0
    next[count] = rank + 1
    return rank
  })
}

/** Joins every two sets that are alike. Of equal sets only the first is compared with others. */
function linkLikeSets(sets: readonly Int32Array[], pieces: number, parents: Int32Array): void {
  const index = openPieceIndex(sets, pieces)
  const order = [...sets.keys()].sort((a, b) => compare(setAt(sets, a), setAt(sets, b)))
  for (const [i, row] of order.entries()) {
    const set = setAt(sets, row)
    const before = order[i - 1] ?? row
    if (before !== row && compare(set, setAt(sets, before)) === 0) {
      join(parents, row, before)
      continue
    }
    for (const other of takeUp(index, set)) {
      const isNews = rootOf(parents, row) !== rootOf(parents, other)
      if (isNews && isLike(index, set, other, setAt(sets, other))) join(parents, row, other)
    }
    layDown(index, set)
    enterSet(index, row, set)
  }
}

function setAt(sets: readonly Int32Array[], row: number): Int32Array {
  return sets[row] ?? new Int32Array()
}

/** Orders sets by size; equal sets are side by side. */
function compare(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) return a.length - b.length
  const at = a.findIndex((piece, i) => piece !== b[i])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** The representative of a row's group; halves the path to it. */
function rootOf(parents: Int32Array, row: number): number {
  let at = row
  for (;;) {
    const parent = parents[at] ?? at
    if (parent === at) return at
    const grandparent = parents[parent] ?? parent
    parents[at] = grandparent
    at = grandparent
  }
}

function join(parents: Int32Array, a: number, b: number): void {
  parents[rootOf(parents, a)] = rootOf(parents, b)
}

function numbersOf(parents: Int32Array): Int32Array {
  const numbers = new Map<number, number>()
  return parents.map((_, row) => {
    const root = rootOf(parents, row)
    const number = numbers.get(root) ?? numbers.size
    numbers.set(root, number)
    return number
  })
}
