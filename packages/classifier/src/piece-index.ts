/**
 * The rarer pieces of sets, by which those like a set in hand are found: those that have half of all
 * pieces of both in common.
 *
 * A set is ascending numbers; the rarer a piece, the smaller its number. Sets come by size, so the
 * set in hand is at least as large as those in the index. With `c` of `a` and `b` pieces in common,
 * `c / (a + b - c) >= 1/2` is `3 c >= a + b`.
 */
export interface PieceIndex {
  /** By piece: where its entries begin and end in `rows` and `reaches`. */
  readonly begins: Int32Array
  readonly ends: Int32Array
  /** By entry: a set that has the piece among its rarer ones. */
  readonly rows: Int32Array
  /** By entry: the size of the largest set for which that piece counts among the rarer ones. */
  readonly reaches: Int32Array
  /** By set: how many rarer pieces it shares with the set in hand; and which share one or more. */
  readonly shared: Int32Array
  readonly met: number[]
  /** By piece: 1 where the set in hand has it. */
  readonly marks: Uint8Array
}

/**
 * So many of the rarer pieces two like sets share at least, or all that they share. With 1 the rarer
 * ones are the fewest, but most sets that share one share little else. With 8, 3 to 7 % more entries
 * are visited on corpora of mails, and 6 to 20 % as many sets compared (measured).
 */
const LEAST = 8

/**
 * How many of a set's pieces are its rarer ones beside a set of `other` pieces or more: among them
 * are the first {@link LEAST} that it has in common with one that is like it. Behind them, so few are
 * left that even with the LEAST - 1 before, they are not a third of both.
 */
function rarerOf(size: number, other: number): number {
  return Math.min(size, Math.floor((2 * size - other) / 3) + LEAST)
}

/** The largest `other` for which a place is among {@link rarerOf} a set. */
function reachOf(size: number, place: number): number {
  return 2 * size - 3 * (place - LEAST + 1)
}

/** The size of the smallest set that one of `size` pieces can be like. */
function halfOf(size: number): number {
  return Math.ceil(size / 2)
}

/** Opens an index in which each of the sets can be entered once. */
export function openPieceIndex(sets: readonly Int32Array[], pieces: number): PieceIndex {
  const begins = new Int32Array(pieces + 1)
  let entries = 0
  for (const set of sets) {
    const count = rarerOf(set.length, set.length)
    for (const piece of set.subarray(0, count)) begins[piece] = (begins[piece] ?? 0) + 1
    entries += count
  }
  let end = entries
  for (let piece = pieces; piece >= 0; piece--) {
    end -= begins[piece] ?? 0
    begins[piece] = end
  }
  return {
    begins,
    ends: begins.slice(),
    rows: new Int32Array(entries),
    reaches: new Int32Array(entries),
    shared: new Int32Array(sets.length),
    met: [],
    marks: new Uint8Array(pieces),
  }
}

/** Enters the rarer pieces of a set, as large as any before. */
export function enterSet(index: PieceIndex, row: number, set: Int32Array): void {
  const { ends, rows, reaches } = index
  const count = rarerOf(set.length, set.length)
  for (let place = 0; place < count; place++) {
    const piece = set[place] ?? 0
    const end = ends[piece] ?? 0
    rows[end] = row
    reaches[end] = reachOf(set.length, place)
    ends[piece] = end + 1
  }
}

/**
 * Takes a set in hand, at least as large as those in the index, until {@link layDown}.
 *
 * @returns The sets that may be like it: they share enough of the rarer pieces.
 */
export function takeUp(index: PieceIndex, set: Int32Array): number[] {
  const { marks, met, shared } = index
  const size = set.length
  for (const piece of set.subarray(0, rarerOf(size, halfOf(size)))) visit(index, piece, size)
  // A third of both is at least half of the larger one, if the smaller one is half as large or more.
  const enough = Math.min(LEAST, halfOf(size))
  const likely = met.filter((row) => (shared[row] ?? 0) >= enough)
  if (likely.length > 0) for (const piece of set) marks[piece] = 1
  return likely
}

/** Counts a piece for the sets that have it; takes out what no set of this size or larger can use. */
function visit(index: PieceIndex, piece: number, size: number): void {
  const { begins, ends, rows, reaches, shared, met } = index
  let end = ends[piece] ?? 0
  let entry = begins[piece] ?? 0
  while (entry < end) {
    const row = rows[entry] ?? 0
    if ((reaches[entry] ?? 0) < size) {
      end--
      rows[entry] = rows[end] ?? 0
      reaches[entry] = reaches[end] ?? 0
      continue
    }
    const count = shared[row] ?? 0
    if (count === 0) met.push(row)
    shared[row] = count + 1
    entry++
  }
  ends[piece] = end
}

/**
 * Whether a set that may be like the set in hand is. What they share of the rarer pieces was
 * counted; this counts on behind them as long as there may be enough.
 */
export function isLike(
  { shared, marks }: PieceIndex,
  set: Int32Array,
  row: number,
  other: Int32Array,
): boolean {
  const enough = Math.ceil((set.length + other.length) / 3)
  const last = set[rarerOf(set.length, halfOf(set.length)) - 1] ?? 0
  let place = rarerOf(other.length, set.length)
  while (place > 0 && (other[place - 1] ?? 0) > last) place--
  let common = shared[row] ?? 0
  while (place < other.length && common + other.length - place >= enough) {
    common += marks[other[place] ?? 0] ?? 0
    place++
  }
  return common >= enough
}

/** Lays down the set in hand. */
export function layDown({ shared, met, marks }: PieceIndex, set: Int32Array): void {
  for (const row of met) shared[row] = 0
  met.length = 0
  for (const piece of set) marks[piece] = 0
}
