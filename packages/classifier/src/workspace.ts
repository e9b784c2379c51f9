import { buildTopLevelDomains } from './domains.ts'
import { buildFoldTable, type FoldTable } from './fold-table.ts'
import { buildFoldedText, type FoldedText } from './normalize.ts'
import { buildPieces, growPieces, type Pieces } from './text-pieces.ts'

/** What the features of a text are made of. Stored in the model file. */
export interface FeatureOptions {
  /** The table of hashed features has 2^bits slots; 10 to 22. */
  readonly bits: number
  /** Lengths of the character n-grams, each 1 to 8, ascending. */
  readonly gramSizes: readonly number[]
  /** Whether neighbouring words are a feature too. */
  readonly pairs: boolean
}

/** Bounds of {@link FeatureOptions}. */
export const BITS_AT_LEAST = 10
/** See {@link BITS_AT_LEAST}. */
export const BITS_AT_MOST = 22
/** See {@link BITS_AT_LEAST}. */
export const GRAM_AT_MOST = 8

/** Distinct features of one group, in the order in which they were found. */
export interface FeatureList {
  /** Feature numbers, `count` of them. */
  ids: Int32Array
  /** The character of `text` where each begins, if it is placed; else what an earlier text left. */
  starts: Int32Array
  count: number
}

/** Features of two words: where the second begins, too (the first again if there is no second). */
export interface CompoundList extends FeatureList {
  seconds: Int32Array
}

/**
 * The memory in which one text at a time becomes features; reused, so that nothing is allocated per
 * token. Not to be shared between texts that are worked on at the same time.
 *
 * Hashed features are distinct over all groups: a slot belongs to the group that found it first.
 */
export interface Workspace {
  readonly options: FeatureOptions
  readonly shift: number
  /** The number of hashed features, and of the first shape feature: 2^bits. */
  readonly hashed: number
  /** Whether the n-grams are all of three, as usual: then there is a shorter way. */
  readonly hasTrigramsOnly: boolean
  readonly foldTable: FoldTable
  /** Known endings of host names, as word hashes. */
  readonly topLevelDomains: ReadonlySet<number>
  readonly text: FoldedText
  /** The chunk that was de-obfuscated last. */
  readonly skeleton: Skeleton
  /** A bit per slot: whether the text has the feature. So small a table stays in the fastest cache. */
  readonly seen: Int32Array
  /** Whether it is noted where features begin, too: reasons need that, and decisions do not. */
  isPlacing: boolean
  /** Words, numbers and runs of symbols. */
  readonly words: FeatureList
  /** Pairs of neighbours, and words that were in disguise. */
  readonly compounds: CompoundList
  /** Character n-grams. */
  readonly grams: FeatureList
  /** Shape features, numbered from `hashed`; `starts` says nothing. */
  readonly shapes: FeatureList
  /** Hash and start of the word before, for pairs. */
  previousHash: number
  previousStart: number
  /** Where the token that was read last ends. */
  cursor: number
  readonly tally: Tally
  /** For reasons. */
  readonly pieces: Pieces
}

/** A chunk with its two spaces, in which disguised letters are letters again. */
export interface Skeleton {
  /** As in the folded text. */
  characters: Int32Array
  /** The character of the folded text that each came from. */
  origins: Int32Array
  length: number
}

/** What was counted, for the shape features. */
export interface Tally {
  /** Characters by kind. */
  letters: number
  digits: number
  capitals: number
  symbols: number
  currency: number
  pictures: number
  links: number
  emails: number
  money: number
  /** Numbers of 4, 5 and 6 digits, of 8 or more, and of 10 or more. */
  digits4: number
  digits5: number
  digits6: number
  digits8: number
  digits10: number
  /** Words of letters and digits. */
  mixed: number
  exclamations: number
  questions: number
  /** Words spelled with gaps between the letters. */
  spelled: number
}

/** Most shape features a text can have, with room to spare. */
const SHAPES_AT_MOST = 64

/** A workspace for texts of any length; it grows with the longest one. */
export function buildWorkspace(options: FeatureOptions): Workspace {
  return {
    options,
    shift: 32 - options.bits,
    hashed: 2 ** options.bits,
    hasTrigramsOnly: options.gramSizes.length === 1 && options.gramSizes[0] === 3,
    foldTable: buildFoldTable(),
    topLevelDomains: buildTopLevelDomains(),
    text: buildFoldedText(),
    skeleton: {
      characters: new Int32Array(0),
      origins: new Int32Array(0),
      length: 0,
    },
    seen: new Int32Array(2 ** options.bits / 32),
    isPlacing: false,
    words: buildFeatureList(),
    compounds: { ...buildFeatureList(), seconds: new Int32Array(0) },
    grams: buildFeatureList(),
    shapes: { ...buildFeatureList(), ids: new Int32Array(SHAPES_AT_MOST) },
    previousHash: 0,
    previousStart: 0,
    cursor: 0,
    tally: buildTally(),
    pieces: buildPieces(),
  }
}

function buildFeatureList(): FeatureList {
  return { ids: new Int32Array(0), starts: new Int32Array(0), count: 0 }
}

function buildTally(): Tally {
  return {
    letters: 0,
    digits: 0,
    capitals: 0,
    symbols: 0,
    currency: 0,
    pictures: 0,
    links: 0,
    emails: 0,
    money: 0,
    digits4: 0,
    digits5: 0,
    digits6: 0,
    digits8: 0,
    digits10: 0,
    mixed: 0,
    exclamations: 0,
    questions: 0,
    spelled: 0,
  }
}

/** Forgets the last text, and makes room for the features of the one that was folded. */
export function clearWorkspace(ws: Workspace): void {
  forget(ws.seen, ws.words)
  forget(ws.seen, ws.compounds)
  forget(ws.seen, ws.grams)
  ws.shapes.count = 0
  ws.previousHash = 0
  ws.previousStart = 1
  clearTally(ws.tally)
  const { length } = ws.text
  if (ws.skeleton.characters.length < length) grow(ws, 2 * length)
}

function forget(seen: Int32Array, list: FeatureList): void {
  const { ids, count } = list
  for (let i = 0; i < count; i++) seen[(ids[i] ?? 0) >>> 5] = 0
  list.count = 0
}

/** Makes room for a text of so many folded characters. */
function grow(ws: Workspace, characters: number): void {
  ws.skeleton.origins = new Int32Array(characters)
  growPieces(ws.pieces, characters, SHAPES_AT_MOST)
  // A word of letters and digits has a shape, too; and a chunk that is joined or unmasked, a word.
  growList(ws.words, 2 * characters)
  growList(ws.compounds, 2 * characters)
  ws.compounds.seconds = new Int32Array(2 * characters)
  growList(ws.grams, characters * ws.options.gramSizes.length)
  // Last: its length tells how much room there is everywhere.
  ws.skeleton.characters = new Int32Array(characters)
}

function growList(list: FeatureList, length: number): void {
  list.ids = new Int32Array(length)
  list.starts = new Int32Array(length)
}

/** Field by field, which is many times faster than assigning an empty tally. */
function clearTally(tally: Tally): void {
  tally.letters = 0
  tally.digits = 0
  tally.capitals = 0
  tally.symbols = 0
  tally.currency = 0
  tally.pictures = 0
  tally.links = 0
  tally.emails = 0
  tally.money = 0
  tally.digits4 = 0
  tally.digits5 = 0
  tally.digits6 = 0
  tally.digits8 = 0
  tally.digits10 = 0
  tally.mixed = 0
  tally.exclamations = 0
  tally.questions = 0
  tally.spelled = 0
}

/**
 * Notes that the text has the feature in `slot`, unless it is noted already.
 *
 * Without a branch, which would be guessed wrongly all too often: what is there already is written
 * again, and then written over.
 */
export function note(ws: Workspace, list: FeatureList, slot: number, start: number): void {
  const { seen } = ws
  const { count } = list
  const bits = seen[slot >>> 5] ?? 0
  list.ids[count] = slot
  if (ws.isPlacing) list.starts[count] = start
  list.count = count + isNew(bits, slot)
  seen[slot >>> 5] = bits | bitOf(slot)
}

/** {@link note} for a feature of two words. */
export function noteCompound(ws: Workspace, slot: number, start: number, second: number): void {
  const { compounds } = ws
  if (ws.isPlacing) compounds.seconds[compounds.count] = second
  note(ws, compounds, slot, start)
}

/** The bit of a slot in its entry of `seen`. */
export function bitOf(slot: number): number {
  return 1 << (slot & 31)
}

/** 1 if the bit of a slot is not set in its entry of `seen`, else 0. */
export function isNew(bits: number, slot: number): number {
  return 1 - ((bits >>> (slot & 31)) & 1)
}
