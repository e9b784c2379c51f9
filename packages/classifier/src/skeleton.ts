import { classOf, DIGIT, DISGUISE, isWordy, LETTER, OTHER, unitOf } from './characters.ts'
import { letterBehind } from './disguises.ts'
import { hashUnit, SEED_WORD, wordSlot } from './hash.ts'
import { noteCompound, type Skeleton, type Workspace } from './workspace.ts'

/** Chunks of one character in a row that make a word spelled with gaps. */
const SPELLED_RUN = 3
const DOLLAR = 36
const AT = 64

/** Whether a chunk of such kinds, with so many symbols, is worth {@link unmaskChunk}: most are not. */
export function mayBeDisguised(kinds: number, symbols: number): boolean {
  return (kinds & LETTER) !== 0 && ((kinds & DISGUISE) !== 0 || symbols > 1)
}

/**
 * Writes the skeleton of a chunk that is in disguise and notes it as one more word: `f.r.e.e`
 * without its dots, digits and symbols inside words as the letters they resemble. (`f r e e` is
 * {@link joinSpelled}'s.)
 *
 * @returns Whether the chunk was in disguise; if not, it is its own skeleton.
 *
 * Cost: O(n) in the units of the chunk.
 */
export function unmaskChunk(ws: Workspace, start: number, end: number): boolean {
  const { characters } = ws.text
  const disguise = disguiseOf(characters, start, end)
  if (disguise === PLAIN) return false
  openSkeleton(ws, start)
  for (let i = start; i < end; i++) {
    if (!(disguise === DOTTED && classOf(characters[i] ?? 0) === OTHER)) put(ws, i)
  }
  if (disguise === DOTTED) ws.tally.spelled++
  unmask(ws.skeleton)
  noteTrimmed(ws)
  put(ws, end)
  return true
}

/**
 * How many chunks of one character, from chunk `first` on, make a word spelled with gaps; 0 when
 * they are too few.
 */
export function spelledRun(ws: Workspace, first: number, start: number): number {
  const { characters, chunks, chunkEnds } = ws.text
  const isSingle = (i: number): boolean =>
    first + i < chunks &&
    chunkEnds[first + i] === start + 2 * i + 1 &&
    isWordy(characters[start + 2 * i] ?? 0)
  let count = 0
  while (isSingle(count)) count++
  return count >= SPELLED_RUN ? count : 0
}

/** Writes the skeleton of one-character chunks from `start` to `end`, and notes it as a word. */
export function joinSpelled(ws: Workspace, start: number, end: number): void {
  openSkeleton(ws, start)
  for (let i = start; i < end; i += 2) put(ws, i)
  ws.tally.spelled++
  unmask(ws.skeleton)
  noteWord(ws, 1, ws.skeleton.length)
  put(ws, end)
}

/** Begins with the space before the chunk. */
function openSkeleton(ws: Workspace, start: number): void {
  ws.skeleton.length = 0
  put(ws, start - 1)
}

/** Appends character `i` of the folded text. */
function put({ skeleton, text }: Workspace, i: number): void {
  const at = skeleton.length++
  skeleton.characters[at] = text.characters[i] ?? 0
  skeleton.origins[at] = i
}

/** What a chunk may be: itself, letters between symbols as in `f.r.e.e`, or letters in disguise. */
const PLAIN = 0
const DOTTED = 1
const DISGUISED = 2

function disguiseOf(characters: Int32Array, start: number, end: number): number {
  let letters = 0
  let symbols = 0
  let alternations = 0
  let disguised = 0
  for (let i = start; i < end; i++) {
    const kind = classOf(characters[i] ?? 0)
    if (kind === LETTER) {
      letters++
      continue
    }
    if (meantAt(characters, i) !== 0) disguised++
    if (kind === DIGIT) continue
    symbols++
    if (isWordy(characters[i - 1] ?? 0) && isWordy(characters[i + 1] ?? 0)) alternations++
  }
  const isDotted = letters >= 3 && alternations >= 2 && alternations >= letters - 2
  if (isDotted && symbols >= letters - 1 - (symbols >> 2)) return DOTTED
  return disguised > 0 ? DISGUISED : PLAIN
}

/** Turns disguised letters into letters, left to right. */
function unmask({ characters, length }: Skeleton): void {
  characters[length] = 0
  for (let i = 1; i < length; i++) {
    const meant = meantAt(characters, i)
    if (meant !== 0) characters[i] = meant | (LETTER << 16)
  }
}

/**
 * The letter that character `i` stands for: a digit next to a letter, a symbol before a letter or
 * digit, and `$` and `@` also after a letter; 0 if it is what it seems.
 */
function meantAt(characters: Int32Array, i: number): number {
  const character = characters[i] ?? 0
  const unit = unitOf(character)
  const meant = letterBehind(unit)
  if (meant === 0) return 0
  const followsLetter = classOf(characters[i - 1] ?? 0) === LETTER
  const after = characters[i + 1] ?? 0
  if (classOf(character) === DIGIT) return followsLetter || classOf(after) === LETTER ? meant : 0
  if (isWordy(after)) return meant
  return followsLetter && (unit === DOLLAR || unit === AT) ? meant : 0
}

/** Notes the skeleton without the symbols around it as a word. */
function noteTrimmed(ws: Workspace): void {
  const { characters } = ws.skeleton
  const isSymbol = (i: number): boolean => classOf(characters[i] ?? 0) === OTHER
  let start = 1
  let end = ws.skeleton.length
  while (start < end && isSymbol(start)) start++
  while (end > start && isSymbol(end - 1)) end--
  if (end > start) noteWord(ws, start, end)
}

function noteWord(ws: Workspace, start: number, end: number): void {
  const { characters, origins } = ws.skeleton
  let hash = SEED_WORD
  for (let i = start; i < end; i++) hash = hashUnit(hash, unitOf(characters[i] ?? 0))
  const origin = origins[start] ?? 0
  noteCompound(ws, wordSlot(hash, ws.shift), origin, origin)
}
