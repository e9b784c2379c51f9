import { hashUnit, SEED_WORD, wordSlot } from './hash.ts'
import { DIGIT, LETTER, OTHER, SPACE, WORDY } from './normalize.ts'
import { note, type Workspace } from './workspace.ts'

/** Chunks of one character in a row that make a word spelled with gaps. */
const SPELLED_RUN = 3
const DOLLAR = 36
const AT = 64

/** The letter that a digit or symbol stands for inside a word, by code; 0 where there is none. */
const MEANT: Uint8Array = lettersByDisguise('01!|34@5$7+8962(', 'oiiieaassttbggzc')

function lettersByDisguise(disguises: string, letters: string): Uint8Array {
  const table = new Uint8Array(128)
  for (let i = 0; i < disguises.length; i++) {
    table[disguises.charCodeAt(i)] = letters.charCodeAt(i)
  }
  return table
}

/**
 * Writes the skeleton of the folded text: `f r e e` and `f.r.e.e` joined, digits and symbols inside
 * words read as the letters they resemble. Each chunk that changed is noted as one more word.
 *
 * Cost: O(n) in the units of the text.
 */
export function noteSkeleton(ws: Workspace): void {
  const { classes, length } = ws.text
  ws.skeleton.length = 0
  put(ws, 0)
  let space = 0
  while (space < length - 1) {
    const start = space + 1
    const run = classes[start + 1] === SPACE ? spelledRunEnd(ws, start) : 0
    if (run > 0) joinSpelled(ws, start, run)
    const end = run > 0 ? run : chunkEnd(ws, start)
    if (run === 0) copyChunk(ws, start, end)
    put(ws, end)
    space = end
  }
  ws.wordsEnd = ws.count
}

/** Appends unit `i` of the folded text to the skeleton. */
function put(ws: Workspace, i: number): void {
  const { skeleton, text } = ws
  const at = skeleton.length++
  skeleton.units[at] = text.units[i] ?? 0
  skeleton.classes[at] = text.classes[i] ?? 0
  skeleton.origins[at] = i
}

function chunkEnd(ws: Workspace, start: number): number {
  const { classes } = ws.text
  let end = start
  while (classes[end] !== SPACE) end++
  return end
}

/** Where the run of one-character chunks at `start` ends (at a space), or 0 when it is too short. */
function spelledRunEnd(ws: Workspace, start: number): number {
  const { classes, length } = ws.text
  let end = start
  let count = 0
  while (end + 1 < length && ((classes[end] ?? 0) & WORDY) !== 0 && classes[end + 1] === SPACE) {
    count++
    end += 2
  }
  return count >= SPELLED_RUN ? end - 1 : 0
}

function joinSpelled(ws: Workspace, start: number, end: number): void {
  const from = ws.skeleton.length
  for (let i = start; i < end; i += 2) put(ws, i)
  ws.tokens.spelled++
  unmask(ws, from)
  noteWord(ws, from, ws.skeleton.length)
}

function copyChunk(ws: Workspace, start: number, end: number): void {
  const { units, classes } = ws.text
  const { skeleton } = ws
  const { units: copied, classes: kinds, origins } = skeleton
  const from = skeleton.length
  let letters = 0
  let digits = 0
  for (let i = start, at = from; i < end; i++, at++) {
    const kind = classes[i] ?? 0
    if (kind === LETTER) letters++
    else if (kind === DIGIT) digits++
    copied[at] = units[i] ?? 0
    kinds[at] = kind
    origins[at] = i
  }
  skeleton.length = from + end - start
  const symbols = end - start - letters - digits
  if (letters === 0 || digits + symbols === 0) return
  const isDotted = symbols >= 2 && letters >= 3 && isDottedChunk(ws, from, letters, symbols)
  if (isDotted) dropSymbols(ws, from)
  const isUnmasked = digits + (isDotted ? 0 : symbols) > 0 && unmask(ws, from)
  if (isDotted || isUnmasked) noteTrimmed(ws, from)
}

/** Whether letters and symbols alternate, as in `f.r.e.e`. */
function isDottedChunk(ws: Workspace, from: number, letters: number, symbols: number): boolean {
  if (symbols < letters - 1 - (symbols >> 2)) return false
  const { classes, length } = ws.skeleton
  let alternations = 0
  for (let i = from; i + 2 < length; i++) {
    const isAround = ((classes[i] ?? 0) & WORDY) !== 0 && ((classes[i + 2] ?? 0) & WORDY) !== 0
    if (isAround && classes[i + 1] === OTHER) alternations++
  }
  return alternations >= 2 && alternations >= letters - 2
}

function dropSymbols(ws: Workspace, from: number): void {
  const { skeleton } = ws
  const { units, classes, origins } = skeleton
  let to = from
  for (let i = from; i < skeleton.length; i++) {
    if (classes[i] === OTHER) continue
    units[to] = units[i] ?? 0
    classes[to] = classes[i] ?? 0
    origins[to++] = origins[i] ?? 0
  }
  skeleton.length = to
  ws.tokens.spelled++
}

/** Turns disguised letters from `from` on into letters, left to right; tells whether there were any. */
function unmask(ws: Workspace, from: number): boolean {
  const { units, classes, length } = ws.skeleton
  let isChanged = false
  for (let i = from; i < length; i++) {
    const unit = units[i] ?? 0
    const meant = unit < 128 ? (MEANT[unit] ?? 0) : 0
    if (meant === 0 || !isDisguise(ws, i, from)) continue
    units[i] = meant
    classes[i] = LETTER
    isChanged = true
  }
  return isChanged
}

/** A digit next to a letter; a symbol before a letter or digit, and `$` and `@` also after a letter. */
function isDisguise(ws: Workspace, i: number, from: number): boolean {
  const { units, classes, length } = ws.skeleton
  const before = i > from ? classes[i - 1] : OTHER
  const after = i + 1 < length ? classes[i + 1] : OTHER
  if (classes[i] === DIGIT) return before === LETTER || after === LETTER
  if (after !== OTHER) return true
  return before === LETTER && (units[i] === DOLLAR || units[i] === AT)
}

function noteTrimmed(ws: Workspace, from: number): void {
  const { classes } = ws.skeleton
  let start = from
  let end = ws.skeleton.length
  while (start < end && classes[start] === OTHER) start++
  while (end > start && classes[end - 1] === OTHER) end--
  if (end > start) noteWord(ws, start, end)
}

function noteWord(ws: Workspace, start: number, end: number): void {
  const { units, origins } = ws.skeleton
  let hash = SEED_WORD
  for (let i = start; i < end; i++) hash = hashUnit(hash, units[i] ?? 0)
  const origin = origins[start] ?? 0
  note(ws, wordSlot(hash, ws.shift), origin, origin)
}
