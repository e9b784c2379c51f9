import { isGap, LETTER, UPPER } from './characters.ts'
import { noteGrams, noteLetterTrigrams } from './grams.ts'
import { foldText } from './normalize.ts'
import { countKinds, noteShapes } from './shapes.ts'
import { joinSpelled, mayBeDisguised, spelledRun, unmaskChunk } from './skeleton.ts'
import { noteTokens, noteWord } from './tokens.ts'
import { clearWorkspace, type Workspace } from './workspace.ts'

/**
 * Finds the distinct features of a text and leaves them in the workspace.
 *
 * @param text  Any string. Lone surrogates are symbols.
 * Cost: O(n) in the length of the text.
 */
export function findFeatures(ws: Workspace, text: string): void {
  foldText(ws.foldTable, text, ws.text)
  clearWorkspace(ws)
  const { chunkEnds, chunkKinds, chunks } = ws.text
  let start = 1
  let chunk = 0
  while (chunk < chunks) {
    const end = chunkEnds[chunk] ?? 0
    const kinds = chunkKinds[chunk] ?? 0
    const spelled = end - start === 1 ? spelledRun(ws, chunk, start) : 0
    if (spelled > 0) noteSpelled(ws, start, spelled)
    else if ((kinds & ~UPPER) === LETTER) noteLetterChunk(ws, start, end, kinds)
    else noteMixedChunk(ws, start, end, kinds)
    chunk += Math.max(spelled, 1)
    start = (chunkEnds[chunk - 1] ?? 0) + 1
  }
  noteShapes(ws, text)
}

/** A chunk of letters, as most are: one word. */
function noteLetterChunk(ws: Workspace, start: number, end: number, kinds: number): void {
  if (!ws.hasTrigramsOnly) {
    noteMixedChunk(ws, start, end, kinds)
    return
  }
  noteWord(ws, noteLetterTrigrams(ws, start, end), start)
  if (kinds === LETTER) ws.tally.letters += end - start
  else countKinds(ws, start, end)
}

function noteMixedChunk(ws: Workspace, start: number, end: number, kinds: number): void {
  noteTokens(ws, start, end)
  const symbols = countKinds(ws, start, end)
  if (mayBeDisguised(kinds, symbols) && unmaskChunk(ws, start, end)) noteSkeletonGrams(ws)
  else noteGrams(ws, ws.text.characters, start - 1, end)
}

/** `count` chunks of one character: tokens of their own, and words together, as gaps divide them. */
function noteSpelled(ws: Workspace, start: number, count: number): void {
  const end = start + 2 * count
  countKinds(ws, start, end)
  let word = start
  for (let i = start; i < end; i += 2) {
    noteTokens(ws, i, i + 1)
    if (i + 2 < end && !isGap(ws.text.characters[i + 1] ?? 0)) continue
    joinSpelled(ws, word, i + 1)
    noteSkeletonGrams(ws)
    word = i + 2
  }
}

/** Notes n-grams of the skeleton where their characters came from. */
function noteSkeletonGrams(ws: Workspace): void {
  const { characters, origins, length } = ws.skeleton
  const { grams } = ws
  const before = grams.count
  noteGrams(ws, characters, 0, length - 1)
  if (!ws.isPlacing) return
  for (let i = before; i < grams.count; i++) grams.starts[i] = origins[grams.starts[i] ?? 0] ?? 0
}
