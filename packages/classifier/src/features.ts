import { gramSlot, hashUnit, SEED_GRAM } from './hash.ts'
import { foldText, SPACE } from './normalize.ts'
import { noteShapes } from './shapes.ts'
import { noteSkeleton } from './skeleton.ts'
import { noteTokens } from './tokens.ts'
import { clearWorkspace, note, type Workspace } from './workspace.ts'

/** Most shape features a text can have, with room to spare. */
const SHAPES_AT_MOST = 64

/**
 * Finds the distinct features of a text and leaves them in the workspace.
 *
 * @param text  Any string. Lone surrogates are symbols.
 * Cost: O(n) in the length of the text.
 */
export function findFeatures(ws: Workspace, text: string): void {
  foldText(ws.foldTable, text, ws.text)
  const { length } = ws.text
  clearWorkspace(ws, length + 2, length * (4 + ws.options.gramSizes.length) + SHAPES_AT_MOST)
  noteTokens(ws)
  noteSkeleton(ws)
  for (const size of ws.options.gramSizes) {
    if (size === 3) noteTrigrams(ws)
    else noteGrams(ws, size)
  }
  ws.gramsEnd = ws.count
  noteShapes(ws, text)
}

/** Notes the runs of `size` units of the skeleton that lie within one chunk and its two spaces. */
function noteGrams(ws: Workspace, size: number): void {
  const { units, classes, length } = ws.skeleton
  let space = 0
  for (let end = 1; end < length; end++) {
    const start = end - size + 1
    if (start >= space)
      noteGram(ws, hashRun(units, start, end), start === space ? start + 1 : start)
    if (classes[end] === SPACE) space = end
  }
}

/**
 * {@link noteGrams} for runs of three, the usual size. The hottest loop of all: what was read last
 * stays at hand, and nothing is called that is not inlined.
 */
function noteTrigrams(ws: Workspace): void {
  const { units, classes, origins, length } = ws.skeleton
  const { seen, ids, first, last, shift } = ws
  let count = ws.count
  let space = 0
  let before = 0
  let middle = units[0] ?? 0
  for (let end = 1; end < length; end++) {
    const unit = units[end] ?? 0
    if (end - 2 >= space) {
      const hash = hashUnit(hashUnit(hashUnit(SEED_GRAM, before), middle), unit)
      const slot = gramSlot(hash, shift)
      const bits = seen[slot >>> 5] ?? 0
      const bit = 1 << (slot & 31)
      if ((bits & bit) === 0) {
        seen[slot >>> 5] = bits | bit
        const origin = origins[end - 2 === space ? end - 1 : end - 2] ?? 0
        ids[count] = slot
        first[count] = origin
        last[count++] = origin
      }
    }
    before = middle
    middle = unit
    if (classes[end] === SPACE) space = end
  }
  ws.count = count
}

function hashRun(units: Uint16Array, start: number, end: number): number {
  let hash = SEED_GRAM
  for (let i = start; i <= end; i++) hash = hashUnit(hash, units[i] ?? 0)
  return hash
}

/** Notes a run of the skeleton whose first unit that is no space is `at`. */
function noteGram(ws: Workspace, hash: number, at: number): void {
  const origin = ws.skeleton.origins[at] ?? 0
  note(ws, gramSlot(hash, ws.shift), origin, origin)
}
