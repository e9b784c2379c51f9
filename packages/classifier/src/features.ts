import { gramSlot, hashUnit, SEED_GRAM } from './hash.ts'
import { foldText, SPACE } from './normalize.ts'
import { noteShapes } from './shapes.ts'
import { noteSkeleton } from './skeleton.ts'
import { noteTokens } from './tokens.ts'
import { clearWorkspace, type Workspace } from './workspace.ts'

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
  for (const size of ws.options.gramSizes) noteGrams(ws, size)
  ws.gramsEnd = ws.count
  noteShapes(ws, text)
}

/** Notes the runs of `size` units of the skeleton that lie within one chunk and its two spaces. */
function noteGrams(ws: Workspace, size: number): void {
  const { units, classes, origins, length } = ws.skeleton
  const { stamps, generation, ids, first, last, shift } = ws
  let count = ws.count
  let space = 0
  for (let end = 1; end < length; end++) {
    if (end - space + 1 >= size) {
      let hash = SEED_GRAM
      const start = end - size + 1
      for (let i = start; i <= end; i++) hash = hashUnit(hash, units[i] ?? 0)
      const slot = gramSlot(hash, shift)
      if (stamps[slot] !== generation) {
        stamps[slot] = generation
        const origin = origins[start === space ? start + 1 : start] ?? 0
        ids[count] = slot
        first[count] = origin
        last[count++] = origin
      }
    }
    if (classes[end] === SPACE) space = end
  }
  ws.count = count
}
