import { SPACE_UNIT, unitOf } from './characters.ts'
import { gramSlot, hashUnit, SEED_GRAM, SEED_WORD } from './hash.ts'
import { bitOf, isNew, note, type Workspace } from './workspace.ts'

/**
 * Notes the character n-grams of one chunk together with the spaces at `from` and `to`, for each of
 * the workspace's sizes.
 *
 * Cost: O(n) in the characters, times the sizes.
 */
export function noteGrams(ws: Workspace, characters: Int32Array, from: number, to: number): void {
  for (const size of ws.options.gramSizes) {
    if (size === 3) noteTrigrams(ws, characters, from, to)
    else noteRuns(ws, characters, { size, from, to })
  }
}

/** A part of the characters, and how long its n-grams are. */
interface Runs {
  readonly size: number
  readonly from: number
  readonly to: number
}

function noteRuns(ws: Workspace, characters: Int32Array, { size, from, to }: Runs): void {
  for (let end = Math.max(from + size - 1, from + 1); end <= to; end++) {
    const start = end - size + 1
    let hash = SEED_GRAM
    for (let i = start; i <= end; i++) hash = hashUnit(hash, unitOf(characters[i] ?? 0))
    note(ws, ws.grams, gramSlot(hash, ws.shift), Math.max(start, from + 1))
  }
}

/** {@link noteRuns} for runs of three, the usual size: the hashes of the last two stay at hand. */
function noteTrigrams(ws: Workspace, characters: Int32Array, from: number, to: number): void {
  const { seen, shift, grams, isPlacing } = ws
  const { ids, starts } = grams
  let { count } = grams
  const second = unitOf(characters[from + 1] ?? 0)
  let two = hashUnit(hashUnit(SEED_GRAM, unitOf(characters[from] ?? 0)), second)
  let one = hashUnit(SEED_GRAM, second)
  for (let end = from + 2; end <= to; end++) {
    const unit = unitOf(characters[end] ?? 0)
    const slot = gramSlot(hashUnit(two, unit), shift)
    const bits = seen[slot >>> 5] ?? 0
    ids[count] = slot
    if (isPlacing) starts[count] = Math.max(end - 2, from + 1)
    count += isNew(bits, slot)
    seen[slot >>> 5] = bits | bitOf(slot)
    two = hashUnit(one, unit)
    one = hashUnit(SEED_GRAM, unit)
  }
  grams.count = count
}

/** The hash that trigrams begin with whose first character is a space. */
const AFTER_SPACE = hashUnit(SEED_GRAM, SPACE_UNIT)

/**
 * Notes the trigrams of a chunk of letters, with the spaces around it, and hashes it as a word in
 * the same pass. The hottest loop of all, and the usual case.
 */
export function noteLetterTrigrams(ws: Workspace, start: number, end: number): number {
  const { characters } = ws.text
  const { seen, shift, grams, isPlacing } = ws
  const { ids, starts } = grams
  let { count } = grams
  const first = unitOf(characters[start] ?? 0)
  let word = hashUnit(SEED_WORD, first)
  let two = hashUnit(AFTER_SPACE, first)
  let one = hashUnit(SEED_GRAM, first)
  for (let i = start + 1; i < end; i++) {
    const unit = unitOf(characters[i] ?? 0)
    word = hashUnit(word, unit)
    const slot = gramSlot(hashUnit(two, unit), shift)
    const bits = seen[slot >>> 5] ?? 0
    ids[count] = slot
    if (isPlacing) starts[count] = Math.max(i - 2, start)
    count += isNew(bits, slot)
    seen[slot >>> 5] = bits | bitOf(slot)
    two = hashUnit(one, unit)
    one = hashUnit(SEED_GRAM, unit)
  }
  grams.count = count
  note(ws, grams, gramSlot(hashUnit(two, SPACE_UNIT), shift), Math.max(end - 2, start))
  return word
}
