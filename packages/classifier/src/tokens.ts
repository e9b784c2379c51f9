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
import { DIGIT, LETTER, OTHER, SPACE, WORDY } from './normalize.ts'
import { note, type Workspace } from './workspace.ts'

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
 * Notes every word, number and run of symbols of the folded text, then every pair of neighbours.
 *
 * Cost: O(n) in the units of the text.
 */
export function noteTokens(ws: Workspace): void {
  const { classes, length } = ws.text
  let previous = 0
  let previousStart = 0
  let i = 1
  while (i < length) {
    const kind = classes[i] ?? SPACE
    if (kind === SPACE) {
      i++
      continue
    }
    const hash = kind === OTHER ? readSymbols(ws, i) : readWord(ws, i)
    note(ws, wordSlot(hash, ws.shift), i, i)
    if (ws.options.pairs) keepPair(ws, pairSlot(previous, hash, ws.shift), previousStart, i)
    previous = hash
    previousStart = i
    i = ws.cursor
  }
  ws.singlesEnd = ws.count
  notePairs(ws)
}

function keepPair(ws: Workspace, slot: number, first: number, last: number): void {
  const count = ws.pairCount++
  ws.pairs[count] = slot
  ws.pairFirst[count] = count === 0 ? last : first
  ws.pairLast[count] = last
}

function notePairs(ws: Workspace): void {
  for (let i = 0; i < ws.pairCount; i++) {
    note(ws, ws.pairs[i] ?? 0, ws.pairFirst[i] ?? 0, ws.pairLast[i] ?? 0)
  }
}

/** Hashes the run of symbols at `start` and leaves `cursor` behind it. */
function readSymbols(ws: Workspace, start: number): number {
  const { units, classes } = ws.text
  let hash = SEED_SYMBOLS
  let i = start
  for (; classes[i] === OTHER; i++) {
    const unit = units[i] ?? 0
    if (i - start < SYMBOLS_READ) hash = hashUnit(hash, unit)
    if (unit === EXCLAMATION) ws.tokens.exclamations++
    else if (unit === QUESTION) ws.tokens.questions++
  }
  ws.cursor = i
  return hash
}

/** Hashes the run of letters and digits at `start`, inner apostrophes left out. */
function readWord(ws: Workspace, start: number): number {
  const { units, classes } = ws.text
  let hash = SEED_WORD
  let shape = SEED_SHAPE
  let letters = 0
  let digits = 0
  let run = 0
  let i = start
  for (; ; i++) {
    const kind = classes[i] ?? SPACE
    if (kind === LETTER) letters++
    else if (kind === DIGIT) digits++
    else if (isInnerApostrophe(ws, i, start)) continue
    else break
    if (kind !== run) shape = Math.imul(shape ^ kind, PRIME_JOIN)
    if (kind === DIGIT) shape = hashUnit(shape, 7)
    run = kind
    hash = hashUnit(hash, units[i] ?? 0)
  }
  ws.cursor = i
  if (digits === 0) countLinks(ws, hash, start)
  else if (letters === 0) return readNumber(ws, digits, start)
  else {
    ws.tokens.mixed++
    note(ws, shapeSlot(shape, ws.shift), start, start)
  }
  return hash
}

function isInnerApostrophe(ws: Workspace, i: number, start: number): boolean {
  if (ws.text.units[i] !== APOSTROPHE || i <= start) return false
  return ((ws.text.classes[i + 1] ?? 0) & WORDY) !== 0 && i + 1 < ws.text.length
}

/** Counts a number of `digits` digits and gives the hash that all of its length share. */
function readNumber(ws: Workspace, digits: number, start: number): number {
  const { tokens } = ws
  const isMoney = isMoneySign(ws.text.units[start - 1] ?? 0)
  if (isMoney) tokens.money++
  if (digits === 4) tokens.digits4++
  if (digits === 5) tokens.digits5++
  if (digits === 6) tokens.digits6++
  if (digits >= 8) tokens.digits8++
  if (digits >= 10) tokens.digits10++
  return hashNumber(digits, isMoney)
}

/** Dollar, pound, yen, euro, rupee, and the character that stands for a pound sign lost on the way. */
function isMoneySign(unit: number): boolean {
  if (unit === 0x24 || unit === 0xa3 || unit === 0xa5) return true
  return unit === 0x20ac || unit === 0x20b9 || unit === 0xfffd
}

/** Counts links (`http`, `www`, `name.ending`) and e-mail addresses (`name@`). */
function countLinks(ws: Workspace, hash: number, start: number): void {
  const before = ws.text.units[start - 1] ?? 0
  const followsWord = start > 1 && ((ws.text.classes[start - 2] ?? 0) & WORDY) !== 0
  if (hash === HTTP || hash === HTTPS || hash === WWW) ws.tokens.links++
  else if (before === DOT && followsWord && ws.topLevelDomains.has(hash)) ws.tokens.links++
  if (before === AT && followsWord) ws.tokens.emails++
}
