import {
  CURRENCY,
  DIGIT,
  DISGUISE,
  INVISIBLE,
  LETTER,
  OTHER,
  PICTURE,
  SPACE,
  SPACE_UNIT,
  UPPER,
  WIDE,
} from './characters.ts'
import { buildConfusables } from './confusables.ts'
import { letterBehind } from './disguises.ts'

/** What each UTF-16 unit is folded to, by pages of 256 filled on first use. */
export interface FoldTable {
  /**
   * Folded characters by unit, 65,536 of them. Without a class is what is not one character to keep:
   * what is dropped, the first half of a pair, and pages that are not filled.
   */
  readonly characters: Int32Array
  readonly filled: Uint8Array
  /** The {@link STYLED} letters and digits, folded; 0 for those that did not come yet. */
  readonly styled: Int32Array
  readonly confusables: ReadonlyMap<number, number>
}

/** The first mathematical letter, and how many of them and of such digits there is room for. */
const STYLED = 0x1d400
const STYLED_COUNT = 1024

/** A fold table with the first page filled. */
export function buildFoldTable(): FoldTable {
  const table: FoldTable = {
    characters: new Int32Array(65536),
    filled: new Uint8Array(256),
    styled: new Int32Array(STYLED_COUNT),
    confusables: buildConfusables(),
  }
  fillPage(table, 0)
  return table
}

/**
 * The character at `i`, whose page is filled: its folded unit, its kind above 16 bits, and
 * {@link WIDE} for a pair; without a class if it is dropped.
 */
export function foldAt(table: FoldTable, text: string, i: number): number {
  const unit = text.charCodeAt(i)
  if (isHighSurrogate(unit)) {
    if (!isLowSurrogate(text.charCodeAt(i + 1))) return unit | (OTHER << 16)
    return foldPair(table, text.codePointAt(i) ?? 0) | WIDE
  }
  return table.characters[unit] ?? 0
}

/** Mathematical letters and squared or circled capitals are letters; all else is a picture. */
function foldPair(table: FoldTable, codePoint: number): number {
  if (codePoint >= STYLED && codePoint < STYLED + STYLED_COUNT) {
    table.styled[codePoint - STYLED] ||= foldStyled(table, codePoint)
    return table.styled[codePoint - STYLED] ?? 0
  }
  if (codePoint >= 0x1f130 && codePoint <= 0x1f189) {
    return (97 + (((codePoint - 0x1f130) % 32) % 26)) | (LETTER << 16)
  }
  if (isInvisibleTag(codePoint)) return INVISIBLE << 16
  return pictureOf(codePoint)
}

/** A few of them stand for no plain letter, and are pictures. */
function foldStyled(table: FoldTable, codePoint: number): number {
  const plain = String.fromCodePoint(codePoint).normalize('NFKC').charCodeAt(0)
  if (isSurrogate(plain)) return pictureOf(codePoint)
  fillPage(table, plain >>> 8)
  return table.characters[plain] ?? 0
}

function pictureOf(codePoint: number): number {
  return 0xe000 | (codePoint & 0xfff) | (PICTURE << 16)
}

/** Tags and supplementary variation selectors. */
function isInvisibleTag(codePoint: number): boolean {
  return codePoint >= 0xe0000 && codePoint <= 0xe01ef
}

/** Fills a page of the table, unless it is filled; gives whether it was not. */
export function fillPage(table: FoldTable, page: number): boolean {
  if (table.filled[page] === 1) return false
  table.filled[page] = 1
  for (let unit = page << 8; unit < (page + 1) << 8; unit++) {
    const plain = plainUnit(table, unit)
    const kind = isHighSurrogate(unit) ? 0 : kindOfUnit(unit, plain)
    table.characters[unit] = (kind & SPACE ? SPACE_UNIT : plain) | (kind << 16)
  }
  return true
}

function kindOfUnit(unit: number, plain: number): number {
  if (isInvisible(unit)) return INVISIBLE
  const text = String.fromCharCode(unit)
  if (/^\p{M}$/u.test(text) && /^\p{Script=Inherited}$/u.test(text)) return 0
  let kind = classOfFolded(unit, plain)
  if (/\p{Lu}/u.test(text)) kind |= UPPER
  if (letterBehind(plain) !== 0) kind |= DISGUISE
  if (/\p{Sc}/u.test(text) || unit === 0xfffd) kind |= CURRENCY
  return kind
}

function classOfFolded(raw: number, folded: number): number {
  const text = String.fromCharCode(folded)
  if (raw < 32 || /\s/u.test(text)) return SPACE
  if (/[\p{L}\p{M}]/u.test(text)) return LETTER
  return /\p{N}/u.test(text) ? DIGIT : OTHER
}

/** Look-alike, then compatibility decomposition without marks, then look-alike again, lower case. */
function plainUnit(table: FoldTable, raw: number): number {
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
  return isHighSurrogate(unit) || isLowSurrogate(unit)
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00
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
