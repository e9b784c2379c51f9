import { classOf, DIGIT, isWordy, LETTER, OTHER, unitOf } from './characters.ts'
import {
  hashNumber,
  hashUnit,
  hashWord,
  PRIME_JOIN,
  pairSlot,
  SEED_SHAPE,
  SEED_SYMBOLS,
  SEED_WORD,
  shapeSlot,
  wordSlot,
} from './hash.ts'
import { note, noteCompound, type Workspace } from './workspace.ts'

const APOSTROPHE = 39
const AT = 64
const DOT = 46
const EXCLAMATION = 33
const QUESTION = 63
/** Of a run of symbols only so many are read. */
const SYMBOLS_READ = 6

const HTTP = hashWord('http')
const HTTPS = hashWord('https')
const WWW = hashWord('www')

/**
 * Notes every word, number and run of symbols of a chunk, and each pair with the one before.
 *
 * Cost: O(n) in the units of the chunk.
 */
export function noteTokens(ws: Workspace, start: number, end: number): void {
  const { characters } = ws.text
  let i = start
  while (i < end) {
    const hash = classOf(characters[i] ?? 0) === OTHER ? readSymbols(ws, i) : readWord(ws, i)
    noteToken(ws, hash, i)
    i = ws.cursor
  }
}

/** {@link noteTokens} for a chunk of letters, whose hash as a word is known. */
export function noteWord(ws: Workspace, hash: number, start: number): void {
  if (startsLink(hash)) ws.tally.links++
  noteToken(ws, hash, start)
}

function noteToken(ws: Workspace, hash: number, start: number): void {
  note(ws, ws.words, wordSlot(hash, ws.shift), start)
  if (ws.options.pairs) {
    noteCompound(ws, pairSlot(ws.previousHash, hash, ws.shift), ws.previousStart, start)
  }
  ws.previousHash = hash
  ws.previousStart = start
}

/** Hashes the run of symbols at `start` and leaves `cursor` behind it. */
function readSymbols(ws: Workspace, start: number): number {
  const { characters } = ws.text
  let hash = SEED_SYMBOLS
  let i = start
  for (; ; i++) {
    const character = characters[i] ?? 0
    if (classOf(character) !== OTHER) break
    const unit = unitOf(character)
    if (i - start < SYMBOLS_READ) hash = hashUnit(hash, unit)
    if (unit === EXCLAMATION) ws.tally.exclamations++
    else if (unit === QUESTION) ws.tally.questions++
  }
  ws.cursor = i
  return hash
}

/** Hashes the run of letters and digits at `start`, inner apostrophes left out. */
function readWord(ws: Workspace, start: number): number {
  const { characters } = ws.text
  let hash = SEED_WORD
  let i = start
  let character = characters[i] ?? 0
  while (classOf(character) === LETTER) {
    hash = hashUnit(hash, unitOf(character))
    character = characters[++i] ?? 0
  }
  if (classOf(character) === DIGIT || isInnerApostrophe(characters, i)) {
    return readMixedWord(ws, start)
  }
  ws.cursor = i
  countLinks(ws, hash, start)
  return hash
}

/** {@link readWord} for words that are not of letters alone. */
function readMixedWord(ws: Workspace, start: number): number {
  const { characters } = ws.text
  let hash = SEED_WORD
  let shape = SEED_SHAPE
  let letters = 0
  let digits = 0
  let run = 0
  let i = start
  for (; ; i++) {
    const character = characters[i] ?? 0
    const kind = classOf(character)
    if (kind === LETTER) letters++
    else if (kind === DIGIT) digits++
    else if (isInnerApostrophe(characters, i)) continue
    else break
    if (kind !== run) shape = Math.imul(shape ^ kind, PRIME_JOIN)
    if (kind === DIGIT) shape = hashUnit(shape, 7)
    run = kind
    hash = hashUnit(hash, unitOf(character))
  }
  ws.cursor = i
  if (digits === 0) countLinks(ws, hash, start)
  else if (letters === 0) return readNumber(ws, digits, start)
  else {
    ws.tally.mixed++
    note(ws, ws.words, shapeSlot(shape, ws.shift), start)
  }
  return hash
}

/** Whether character `i` is an apostrophe before a letter or a digit. */
function isInnerApostrophe(characters: Int32Array, i: number): boolean {
  return unitOf(characters[i] ?? 0) === APOSTROPHE && isWordy(characters[i + 1] ?? 0)
}

/** Counts a number of `digits` digits and gives the hash that all of its length share. */
function readNumber(ws: Workspace, digits: number, start: number): number {
  const { tally } = ws
  const isMoney = isMoneySign(unitOf(ws.text.characters[start - 1] ?? 0))
  if (isMoney) tally.money++
  if (digits === 4) tally.digits4++
  if (digits === 5) tally.digits5++
  if (digits === 6) tally.digits6++
  if (digits >= 8) tally.digits8++
  if (digits >= 10) tally.digits10++
  return hashNumber(digits, isMoney)
}

/** Dollar, pound, yen, euro, rupee, and the character that stands for a pound sign lost on the way. */
function isMoneySign(unit: number): boolean {
  if (unit === 0x24 || unit === 0xa3 || unit === 0xa5) return true
  return unit === 0x20ac || unit === 0x20b9 || unit === 0xfffd
}

/** Counts links (`http`, `www`, `name.ending`) and e-mail addresses (`name@`). */
function countLinks(ws: Workspace, hash: number, start: number): void {
  const { characters } = ws.text
  const before = unitOf(characters[start - 1] ?? 0)
  const followsWord = start > 1 && isWordy(characters[start - 2] ?? 0)
  if (startsLink(hash)) ws.tally.links++
  else if (before === DOT && followsWord && ws.topLevelDomains.has(hash)) ws.tally.links++
  if (before === AT && followsWord) ws.tally.emails++
}

function startsLink(hash: number): boolean {
  return hash === HTTP || hash === HTTPS || hash === WWW
}
