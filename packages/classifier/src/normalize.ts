import { buildConfusables } from './confusables.ts'

/** Class bits of a folded unit: exactly one of these four. */
export const LETTER = 1
/** See {@link LETTER}. */
export const DIGIT = 2
/** See {@link LETTER}. */
export const SPACE = 4
/** See {@link LETTER}: punctuation, symbols, emoji. */
export const OTHER = 8
/** Takes the class out of a kind. */
export const CLASS = 15
/** A letter or a digit. */
export const WORDY: number = LETTER | DIGIT
/** Flag beside a class: was an upper-case letter. */
export const UPPER = 16
/** Flag beside a class: is a currency sign, or the replacement character that often stood for one. */
export const CURRENCY = 32
/** A kind of its own, without a class: drawn as nothing, and removed. */
export const INVISIBLE = 64
/** The kind of a character outside the basic plane that is not a styled letter. */
export const PICTURE: number = OTHER | INVISIBLE

/** The unit of a folded space. */
export const SPACE_UNIT = 32
/** A space, folded. */
const FOLDED_SPACE: number = SPACE_UNIT | (SPACE << 16)

/** What each UTF-16 unit is folded to and what kind it is, by pages of 256 filled on first use. */
export interface FoldTable {
  readonly folded: Uint16Array
  readonly kinds: Uint8Array
  readonly filled: Uint8Array
  /** Of each ASCII character what {@link foldAt} says, at hand in one step. */
  readonly ascii: Int32Array
  readonly confusables: ReadonlyMap<number, number>
}

/**
 * A text after folding: lower case, one space between chunks and at both ends, nothing invisible.
 *
 * The arrays are owned by the workspace and hold a text until the next one is folded into them.
 */
export interface FoldedText {
  /** Folded characters, `length` of them: see {@link unitOf} and {@link classOf}. */
  characters: Int32Array
  /** Where each came from: its UTF-16 offset in the text as sent. */
  places: Int32Array
  length: number
  /** Where each chunk, what stands between two spaces, ends: at a space. The next begins behind it. */
  chunkEnds: Int32Array
  /** Which classes each chunk has, as one number. */
  chunkClasses: Uint8Array
  chunks: number
  /** How many characters of each kind there were; spaces once per run. */
  readonly tally: Int32Array
}

/** The UTF-16 unit of a folded character. */
export function unitOf(character: number): number {
  return character & 0xffff
}

/** The class of a folded character. */
export function classOf(character: number): number {
  return (character >>> 16) & CLASS
}

/** Whether a folded character is a space that several stood for. */
export function isGap(character: number): boolean {
  return (character & GAP) !== 0
}

/** Whether a folded character is a letter or a digit. */
export function isWordy(character: number): boolean {
  return (character & (WORDY << 16)) !== 0
}

/** A fold table with the first page filled. */
export function buildFoldTable(): FoldTable {
  const table: FoldTable = {
    folded: new Uint16Array(65536),
    kinds: new Uint8Array(65536),
    filled: new Uint8Array(256),
    ascii: new Int32Array(128),
    confusables: buildConfusables(),
  }
  fillPage(table, 0)
  for (let raw = 0; raw < 128; raw++) {
    table.ascii[raw] = foldAt(table, String.fromCharCode(raw), 0)
  }
  return table
}

/** An empty folded text, to be filled by {@link foldText}. */
export function buildFoldedText(): FoldedText {
  return {
    characters: new Int32Array(1024),
    places: new Int32Array(1024),
    length: 0,
    chunkEnds: new Int32Array(512),
    chunkClasses: new Uint8Array(512),
    chunks: 0,
    tally: new Int32Array(128),
  }
}

/**
 * Folds any string, well-formed or not, into `into`.
 *
 * Cost: O(n) time; grows the arrays of `into` to n + 2 units when they are shorter.
 */
export function foldText(table: FoldTable, text: string, into: FoldedText): void {
  openText(into, text.length + 2)
  const { characters, places, chunkEnds, chunkClasses, tally } = into
  const { ascii } = table
  let length = 1
  let chunks = 0
  let inChunk = 0
  for (let i = 0; i < text.length; i++) {
    const place = i
    const raw = text.charCodeAt(i)
    const folded = raw < 128 ? (ascii[raw] ?? 0) : foldAt(table, text, i)
    if (folded >= WIDE) i++
    const kind = (folded >>> 16) & 127
    const kindClass = kind & CLASS
    if (kindClass === 0) {
      if (kind === INVISIBLE) noteHidden(into, length)
      continue
    }
    if (kindClass === SPACE) {
      if (inChunk === 0) {
        characters[length - 1] = FOLDED_SPACE | GAP
        continue
      }
      chunkEnds[chunks] = length
      chunkClasses[chunks++] = inChunk
      inChunk = 0
    } else inChunk |= kindClass
    tally[kind] = (tally[kind] ?? 0) + 1
    places[length] = place
    characters[length++] = folded
  }
  into.length = length
  into.chunks = chunks
  if (inChunk !== 0) closeText(into, inChunk, text.length)
}

function openText(into: FoldedText, length: number): void {
  reserve(into, length)
  into.tally.fill(0)
  into.characters[0] = FOLDED_SPACE
  into.places[0] = 0
}

/** What is drawn as nothing is told only where it stands behind a letter or a digit. */
function noteHidden({ characters, tally }: FoldedText, length: number): void {
  if (isWordy(characters[length - 1] ?? 0)) tally[INVISIBLE] = (tally[INVISIBLE] ?? 0) + 1
}

/** Ends a text whose last chunk has these classes with a space. */
function closeText(into: FoldedText, classes: number, place: number): void {
  const end = into.length++
  into.characters[end] = FOLDED_SPACE
  into.places[end] = place
  into.chunkEnds[into.chunks] = end
  into.chunkClasses[into.chunks++] = classes
}

/** Set beside unit and kind of a space when others followed it in the text. */
const GAP = 1 << 24
/** Set beside unit and kind when the character took two units of the text. */
const WIDE = 1 << 23
/** The character at `i` as its folded unit, its kind above 16 bits, and {@link WIDE} for a pair. */
function foldAt(table: FoldTable, text: string, i: number): number {
  const raw = text.charCodeAt(i)
  if (raw > 127) {
    if ((raw & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      return foldPair(table, text.codePointAt(i) ?? 0) | WIDE
    }
    if (table.filled[raw >>> 8] === 0) fillPage(table, raw >>> 8)
  }
  return (table.folded[raw] ?? 0) | ((table.kinds[raw] ?? 0) << 16)
}

/** Mathematical letters and squared or circled capitals are letters; all else is a picture. */
function foldPair(table: FoldTable, codePoint: number): number {
  if (codePoint >= 0x1d400 && codePoint <= 0x1d7ff) {
    const plain = String.fromCodePoint(codePoint).normalize('NFKC').charCodeAt(0)
    if ((plain & 0xf800) !== 0xd800) return foldAt(table, String.fromCharCode(plain), 0)
  }
  if (codePoint >= 0x1f130 && codePoint <= 0x1f189) {
    return (97 + (((codePoint - 0x1f130) % 32) % 26)) | (LETTER << 16)
  }
  if (isInvisibleTag(codePoint)) return INVISIBLE << 16
  return 0xe000 | (codePoint & 0xfff) | (PICTURE << 16)
}

/** Tags and supplementary variation selectors. */
function isInvisibleTag(codePoint: number): boolean {
  return codePoint >= 0xe0000 && codePoint <= 0xe01ef
}

function fillPage(table: FoldTable, page: number): void {
  table.filled[page] = 1
  for (let raw = page << 8; raw < (page + 1) << 8; raw++) {
    const kind = kindOf(table, raw)
    table.kinds[raw] = kind
    table.folded[raw] = kind & SPACE ? SPACE_UNIT : foldUnit(table, raw)
  }
}

function kindOf(table: FoldTable, raw: number): number {
  if (isInvisible(raw)) return INVISIBLE
  const text = String.fromCharCode(raw)
  if (/^\p{M}$/u.test(text) && /^\p{Script=Inherited}$/u.test(text)) return 0
  let kind = classOfFolded(raw, foldUnit(table, raw))
  if (/\p{Lu}/u.test(text)) kind |= UPPER
  if (/\p{Sc}/u.test(text) || raw === 0xfffd) kind |= CURRENCY
  return kind
}

function classOfFolded(raw: number, folded: number): number {
  const text = String.fromCharCode(folded)
  if (raw < 32 || /\s/u.test(text)) return SPACE
  if (/[\p{L}\p{M}]/u.test(text)) return LETTER
  return /\p{N}/u.test(text) ? DIGIT : OTHER
}

/** Look-alike, then compatibility decomposition without marks, then look-alike again, lower case. */
function foldUnit(table: FoldTable, raw: number): number {
  const known = table.confusables.get(raw)
  if (known !== undefined) return known
  if (isSurrogate(raw) || isHangul(raw)) return raw
  const plain = String.fromCharCode(raw)
    .normalize('NFKD')
    .replace(/^\p{M}+(?=\P{M})/u, '')
  const unit = plain.charCodeAt(0)
  const meant = table.confusables.get(unit) ?? unit
  return String.fromCharCode(meant).toLowerCase().charCodeAt(0)
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}

/** Syllables that would all lose their vowels if only the first unit of their decomposition stayed. */
function isHangul(unit: number): boolean {
  return unit >= 0xac00 && unit <= 0xd7a3
}

function isInvisible(unit: number): boolean {
  if (unit >= 0x200b && unit <= 0x200f) return true
  if (unit >= 0x202a && unit <= 0x202e) return true
  if (unit >= 0x2060 && unit <= 0x2064) return true
  if (unit >= 0xfe00 && unit <= 0xfe0f) return true
  return INVISIBLE_SINGLES.includes(unit)
}

const INVISIBLE_SINGLES: readonly number[] = [
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x180e, 0x3164, 0xfeff, 0xffa0,
]

function reserve(into: FoldedText, length: number): void {
  if (into.characters.length >= length) return
  into.characters = new Int32Array(2 * length)
  into.places = new Int32Array(2 * length)
  into.chunkEnds = new Int32Array(length)
  into.chunkClasses = new Uint8Array(length)
}
