import { buildTopLevelDomains } from './domains.ts'
import { buildFoldedText, buildFoldTable, type FoldedText, type FoldTable } from './normalize.ts'

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

/**
 * The memory in which one text at a time becomes features; reused, so that nothing is allocated per
 * token. Not to be shared between texts that are worked on at the same time.
 *
 * Features `0 .. count` are distinct, in four runs that end at `singlesEnd` (words, numbers, runs of
 * symbols), `wordsEnd` (pairs and words of the skeleton), `gramsEnd` (character n-grams) and `count`
 * (shape features, numbered from 2^bits).
 */
export interface Workspace {
  readonly options: FeatureOptions
  readonly shift: number
  readonly foldTable: FoldTable
  /** Known endings of host names, as word hashes. */
  readonly topLevelDomains: ReadonlySet<number>
  readonly text: FoldedText
  /** The skeleton view: the same units, de-obfuscated, and where each lies in `text`. */
  readonly skeleton: Skeleton
  /** A bit per slot: whether the text has the feature. So small a table stays in the fastest cache. */
  readonly seen: Int32Array
  /** Feature numbers. */
  ids: Int32Array
  /** The unit of `text` where each feature begins. */
  first: Int32Array
  /** The unit of `text` where each feature's last word begins; `first` but for pairs. */
  last: Int32Array
  count: number
  singlesEnd: number
  wordsEnd: number
  gramsEnd: number
  /** Slots of pairs, kept back until all single words are out, with `first` and `last` as above. */
  pairs: Int32Array
  pairFirst: Int32Array
  pairLast: Int32Array
  pairCount: number
  /** Where the token that was read last ends. */
  cursor: number
  readonly tokens: TokenTally
}

/** A copy of a folded text in which disguised letters are letters again. */
export interface Skeleton {
  units: Uint16Array
  classes: Uint8Array
  /** The unit of the folded text that each unit came from. */
  origins: Int32Array
  length: number
}

/** What the words pass counted, for the shape features. */
export interface TokenTally {
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

/** A workspace for texts of any length; it grows with the longest one. */
export function buildWorkspace(options: FeatureOptions): Workspace {
  return {
    options,
    shift: 32 - options.bits,
    foldTable: buildFoldTable(),
    topLevelDomains: buildTopLevelDomains(),
    text: buildFoldedText(),
    skeleton: {
      units: new Uint16Array(0),
      classes: new Uint8Array(0),
      origins: new Int32Array(0),
      length: 0,
    },
    seen: new Int32Array(2 ** options.bits / 32),
    ids: new Int32Array(0),
    first: new Int32Array(0),
    last: new Int32Array(0),
    count: 0,
    singlesEnd: 0,
    wordsEnd: 0,
    gramsEnd: 0,
    pairs: new Int32Array(0),
    pairFirst: new Int32Array(0),
    pairLast: new Int32Array(0),
    pairCount: 0,
    cursor: 0,
    tokens: buildTokenTally(),
  }
}

function buildTokenTally(): TokenTally {
  return {
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

/** Makes room for `features` features of a text of `units` folded units, and forgets the last text. */
export function clearWorkspace(ws: Workspace, units: number, features: number): void {
  for (let i = 0; i < ws.gramsEnd; i++) ws.seen[(ws.ids[i] ?? 0) >>> 5] = 0
  if (ws.ids.length < features) {
    ws.ids = new Int32Array(2 * features)
    ws.first = new Int32Array(2 * features)
    ws.last = new Int32Array(2 * features)
  }
  if (ws.pairs.length < units) {
    ws.pairs = new Int32Array(2 * units)
    ws.pairFirst = new Int32Array(2 * units)
    ws.pairLast = new Int32Array(2 * units)
    ws.skeleton.units = new Uint16Array(2 * units)
    ws.skeleton.classes = new Uint8Array(2 * units)
    ws.skeleton.origins = new Int32Array(2 * units)
  }
  ws.count = 0
  ws.pairCount = 0
  clearTally(ws.tokens)
}

/** Field by field, which is many times faster than assigning an empty tally. */
function clearTally(tokens: TokenTally): void {
  tokens.links = 0
  tokens.emails = 0
  tokens.money = 0
  tokens.digits4 = 0
  tokens.digits5 = 0
  tokens.digits6 = 0
  tokens.digits8 = 0
  tokens.digits10 = 0
  tokens.mixed = 0
  tokens.exclamations = 0
  tokens.questions = 0
  tokens.spelled = 0
}

/** Notes that the text has the feature in `slot`, unless it is noted already. */
export function note(ws: Workspace, slot: number, first: number, last: number): void {
  const bits = ws.seen[slot >>> 5] ?? 0
  const bit = 1 << (slot & 31)
  if ((bits & bit) !== 0) return
  ws.seen[slot >>> 5] = bits | bit
  const count = ws.count++
  ws.ids[count] = slot
  ws.first[count] = first
  ws.last[count] = last
}
