/** How alike two texts must be to be near duplicates: of all their pieces together, half in common. */
const LIKENESS = 0.5
/** Length of a piece in UTF-16 units. */
const PIECE = 5

/**
 * Groups texts that are near duplicates of each other, or of others in the group (single link).
 *
 * Two texts are near duplicates when the Jaccard index of their sets of five-character pieces is
 * 0.5 or more, after digits became 0, capitals small, and runs of whitespace one space. Every such
 * pair is found (recall 1): two sets of which half is in common must share one of their rarer
 * pieces, so only texts that do are compared, and then exactly.
 *
 * @returns The group of each text, numbered from 0 in the order of their first texts.
 *
 * Source: Bayardo, Ma, Srikant 2007, "Scaling Up All Pairs Similarity Search"; Xiao et al. 2008,
 * "Efficient Similarity Joins for Near Duplicate Detection" (prefix and positional filter).
 *
 * Cost: nearly linear in the length of all texts while the rarer pieces of a text are in few others;
 * some 2 microseconds a character.
 */
export function nearDuplicateGroups(texts: readonly string[]): Int32Array {
  const sets = rarestFirst(texts.map(piecesOf))
  const parents = Int32Array.from(texts, (_, i) => i)
  linkLikeSets(sets, parents)
  return numbersOf(parents)
}

/** The distinct pieces of a text; a text shorter than one piece is one. */
function piecesOf(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/\d/gu, '0').replace(/\s+/gu, ' ')
  const pieces = new Set<string>()
  const last = Math.max(plain.length - PIECE, 0)
  for (let at = 0; at <= last; at++) pieces.add(plain.slice(at, at + PIECE))
  return pieces
}

/** The sets as sorted numbers; the rarer a piece, the smaller its number. */
function rarestFirst(sets: readonly ReadonlySet<string>[]): Int32Array[] {
  const counts = new Map<string, number>()
  for (const set of sets) {
    for (const piece of set) counts.set(piece, (counts.get(piece) ?? 0) + 1)
  }
  const ranked = [...counts].sort(([, a], [, b]) => a - b)
  const ranks = new Map(ranked.map(([piece], rank) => [piece, rank]))
  return sets.map((set) => Int32Array.from(set, (piece) => ranks.get(piece) ?? 0).sort())
}

/**
 * Joins every two sets that are alike. Taken by size, each set is compared with the smaller ones
 * whose prefix shares a piece with its own; what the prefixes share, and what is left behind the
 * last shared piece, bounds what the sets can have in common.
 */
function linkLikeSets(sets: readonly Int32Array[], parents: Int32Array): void {
  const index = openIndex(sets)
  const order = [...sets.keys()].sort((a, b) => setAt(sets, a).length - setAt(sets, b).length)
  for (const row of order) {
    const set = setAt(sets, row)
    for (const other of countShared(index, sets, set)) {
      const isNews = rootOf(parents, row) !== rootOf(parents, other)
      if (isNews && areAlike(index, other, set, setAt(sets, other))) join(parents, row, other)
      index.shared[other] = 0
    }
    addPrefix(index, row, set)
  }
}

function setAt(sets: readonly Int32Array[], row: number): Int32Array {
  return sets[row] ?? new Int32Array()
}

/** Two sets can only be alike when they share one of so many first pieces. */
function prefixOf(set: Int32Array): Int32Array {
  return set.subarray(0, set.length - Math.ceil(LIKENESS * set.length) + 1)
}

/** Which sets have a piece in their prefix, and what the set in hand shares with each. */
interface Index {
  /** By piece: where its entries begin and end in `rows` and `places`. */
  readonly begins: Int32Array
  readonly ends: Int32Array
  /** By entry: the set, and the place of the piece in it. */
  readonly rows: Int32Array
  readonly places: Int32Array
  /** By set: pieces shared so far, and the places of the last of them in both. */
  readonly shared: Int32Array
  readonly lastOwn: Int32Array
  readonly lastOther: Int32Array
}

function openIndex(sets: readonly Int32Array[]): Index {
  const pieces = sets.reduce((most, set) => Math.max(most, (set.at(-1) ?? 0) + 1), 0)
  const begins = new Int32Array(pieces + 1)
  for (const set of sets) {
    for (const piece of prefixOf(set)) begins[piece + 1] = (begins[piece + 1] ?? 0) + 1
  }
  for (let piece = 0; piece < pieces; piece++) {
    begins[piece + 1] = (begins[piece + 1] ?? 0) + (begins[piece] ?? 0)
  }
  const entries = begins[pieces] ?? 0
  return {
    begins,
    ends: begins.slice(),
    rows: new Int32Array(entries),
    places: new Int32Array(entries),
    shared: new Int32Array(sets.length),
    lastOwn: new Int32Array(sets.length),
    lastOther: new Int32Array(sets.length),
  }
}

/** Counts in the index what the prefix of a set shares with those before it; returns their rows. */
function countShared(index: Index, sets: readonly Int32Array[], set: Int32Array): number[] {
  const { begins, ends, rows, places, shared, lastOwn, lastOther } = index
  const met: number[] = []
  for (const [at, piece] of prefixOf(set).entries()) {
    const end = ends[piece] ?? 0
    for (let entry = begins[piece] ?? 0; entry < end; entry++) {
      const other = rows[entry] ?? 0
      if (setAt(sets, other).length < LIKENESS * set.length) {
        // Sets come by size: this one is too small for all that follow, too.
        begins[piece] = entry + 1
        continue
      }
      if (shared[other] === 0) met.push(other)
      shared[other] = (shared[other] ?? 0) + 1
      lastOwn[other] = at
      lastOther[other] = places[entry] ?? 0
    }
  }
  return met
}

function addPrefix({ ends, rows, places }: Index, row: number, set: Int32Array): void {
  for (const [at, piece] of prefixOf(set).entries()) {
    const end = ends[piece] ?? 0
    rows[end] = row
    places[end] = at
    ends[piece] = end + 1
  }
}

/** Counts on behind the last piece that the prefixes share, as long as there may be enough. */
function areAlike(index: Index, row: number, own: Int32Array, other: Int32Array): boolean {
  // common / (a + b - common) >= LIKENESS, solved for what is common.
  const enough = Math.ceil((LIKENESS / (1 + LIKENESS)) * (own.length + other.length) - 1e-9)
  let common = index.shared[row] ?? 0
  let i = (index.lastOwn[row] ?? 0) + 1
  let j = (index.lastOther[row] ?? 0) + 1
  while (common + Math.min(own.length - i, other.length - j) >= enough) {
    if (i === own.length || j === other.length) return true
    const difference = (own[i] ?? 0) - (other[j] ?? 0)
    if (difference === 0) common++
    if (difference <= 0) i++
    if (difference >= 0) j++
  }
  return false
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
