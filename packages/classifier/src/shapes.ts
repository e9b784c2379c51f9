import { CURRENCY, DIGIT, INVISIBLE, kindOf, LETTER, OTHER, UPPER } from './characters.ts'
import type { Workspace } from './workspace.ts'

/** Slots of the table of shape features: 32 kinds of 32 values. */
export const SHAPE_SLOTS = 1024

/** What each kind of shape feature is called where a person reads it; the order is frozen. */
const NAMES = [
  'length',
  'share of digits',
  'number of digits',
  'share of capitals',
  'share of symbols',
  'number of words',
  'exclamation marks',
  'question marks',
  'money',
  'links and addresses',
  'long numbers',
  'words with digits',
  'emoji',
  'hidden characters',
  'starts in lower case',
  'all capitals',
] as const

/** The name of the shape feature in a slot of the shape table. */
export function shapeName(slot: number): string {
  return NAMES[slot >> 5] ?? 'shape'
}

/** Notes the shape of the text that was folded and tokenised last. */
export function noteShapes(ws: Workspace, raw: string): void {
  const length = Math.max(ws.text.length - 2, 0)
  const { letters, digits, capitals, symbols, currency, pictures } = ws.tally
  const { hidden } = ws.text
  put(ws, 0, doubleLog(length, 24))
  put(ws, 1, share(20, digits, length, 10))
  put(ws, 2, digits < 6 ? digits : 6 + Math.min((digits - 6) >> 2, 10))
  put(ws, 3, share(20, capitals, letters, 20))
  put(ws, 4, share(40, symbols, length, 12))
  put(ws, 5, doubleLog(ws.text.chunks, 18))
  noteTallies(ws)
  if (currency > 0) put(ws, 8, 1)
  if (pictures > 0) put(ws, 12, Math.min(pictures, 5))
  if (hidden > 0) put(ws, 13, Math.min(hidden, 3))
  const start = raw.charCodeAt(0)
  if (start >= 97 && start <= 122) put(ws, 14, 1)
  if (capitals > 5 && capitals >= letters * 0.9) put(ws, 15, 1)
}

function noteTallies(ws: Workspace): void {
  const { tally } = ws
  put(ws, 6, Math.min(tally.exclamations, 4))
  put(ws, 7, Math.min(tally.questions, 3))
  if (tally.money > 0) put(ws, 8, 2)
  if (tally.links > 0) put(ws, 9, Math.min(tally.links, 3))
  if (tally.emails > 0) put(ws, 9, 5)
  if (tally.digits5 > 0) put(ws, 10, 1)
  if (tally.digits4 > 0) put(ws, 10, 2)
  if (tally.digits6 > 0) put(ws, 10, 3)
  if (tally.digits8 > 0) put(ws, 10, 4)
  if (tally.digits10 > 0) put(ws, 10, 5)
  if (tally.mixed > 0) put(ws, 11, Math.min(tally.mixed, 4))
  if (tally.spelled > 0) put(ws, 13, 4)
}

/** Shape features are distinct by construction. */
function put(ws: Workspace, kind: number, value: number): void {
  ws.shapes.ids[ws.shapes.count++] = ws.hashed + ((kind << 5) | value)
}

/** Counts the characters of a chunk by kind, one bit of it at a time, and gives how many are symbols. */
export function countKinds({ text, tally }: Workspace, start: number, end: number): number {
  const { characters } = text
  let { letters, digits, capitals, currency, pictures } = tally
  let symbols = 0
  for (let i = start; i < end; i++) {
    const kind = kindOf(characters[i] ?? 0)
    letters += kind & LETTER
    digits += (kind & DIGIT) >>> 1
    symbols += (kind & OTHER) >>> 3
    capitals += (kind & UPPER) >>> 4
    currency += (kind & CURRENCY) >>> 5
    pictures += (kind & INVISIBLE) >>> 6
  }
  tally.letters = letters
  tally.digits = digits
  tally.capitals = capitals
  tally.symbols += symbols
  tally.currency = currency
  tally.pictures = pictures
  return symbols
}

/** floor(2 log2(count + 1)) in integers, so that every engine agrees; at most `limit` (<= 30). */
function doubleLog(count: number, limit: number): number {
  const n = Math.min(count + 1, 46340)
  return Math.min(31 - Math.clz32(n * n), limit)
}

function share(steps: number, part: number, whole: number, limit: number): number {
  return Math.min(Math.floor((steps * part) / Math.max(whole, 1)), limit)
}
