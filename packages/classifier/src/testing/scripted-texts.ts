import { openRandom, type Random } from '../random.ts'
import { SOURCES, type Source } from '../units.ts'
import { SCRIPTS, type Script } from './scripts.ts'

/** A text to be judged, and where it says it came from. */
export interface ScriptedText {
  readonly text: string
  readonly source?: Source
}

/** UTF-16 units of the longest texts: as many as the service takes. */
const LONGEST = 32_000

const BAIT = [
  'http://prize.example.com/claim?id=7',
  'www.example.com',
  'WIN FREE CASH NOW!!!',
  '£1000',
  'R$ 500',
  '0800 123 456',
  'Clique aqui e ganhe GRÁTIS!',
  'txt CLAIM to 80086',
] as const

type Disguises = Readonly<Record<string, string>>

const LEET: Disguises = { a: '4', e: '3', i: '1', o: '0', s: '$', t: '7' }

/** Cyrillic and Greek letters that are drawn like Latin ones. */
const LOOK_ALIKES: Disguises = {
  a: '\u0430',
  c: '\u0441',
  e: '\u0435',
  i: '\u0456',
  o: '\u03bf',
  p: '\u0440',
  A: '\u0391',
  E: '\u0395',
  H: '\u041d',
  N: '\u039d',
  O: '\u041e',
}

const INVISIBLE = ['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u202e', '\ufe0f'] as const
const MARKS = ['\u0301', '\u0327', '\u0338', '\u064b', '\u093c', '\u0e48', '\u20dd'] as const
const LONE_SURROGATES = ['\ud83d', '\ud800', '\udbff', '\udc00', '\udfff'] as const

type Maker = (script: Script, random: Random) => string

const MAKERS: readonly Maker[] = [
  plainText,
  sellingText,
  (script, random) => `${plainText(script, random)}\n${sellingText(script, random)}`,
  (script, random) => disguise(sellingText(script, random), LEET, random),
  (script, random) => disguise(sellingText(script, random), LOOK_ALIKES, random),
  (script, random) => sow([...sellingText(script, random)], INVISIBLE, random),
  (script, random) => sow([...plainText(script, random)], MARKS, random),
  // Between units, not characters: pairs are torn, too.
  (script, random) => sow(sellingText(script, random).split(''), LONE_SURROGATES, random),
  (script, random) => [...sellingText(script, random)].join(' '),
  (script, random) => plainText(script, random).normalize('NFD').toUpperCase(),
  (_script, random) => babel(random, 12),
]

/**
 * Texts in every script, plain, selling and disguised, with and without a source, the same for the
 * same seed. For tests.
 *
 * Of each hundred one is empty and one has 32,000 units. In 264 each script meets each disguise.
 */
export function scriptedTexts(count: number, seed: number): ScriptedText[] {
  const random = openRandom(seed)
  return Array.from({ length: count }, (_, i) => {
    const text = textAt(i, random)
    const source = random() < 0.5 ? undefined : pick(SOURCES, random)
    return source === undefined ? { text } : { text, source }
  })
}

function textAt(i: number, random: Random): string {
  if (i % 100 === 49) return ''
  if (i % 100 === 99) return babel(random, LONGEST).slice(0, LONGEST)
  const script = SCRIPTS[i % SCRIPTS.length]
  const make = MAKERS[i % MAKERS.length]
  if (script === undefined || make === undefined) throw new RangeError(`no text ${i}`)
  return make(script, random)
}

function plainText({ plain }: Script, random: Random): string {
  return wordsOf(plain, 3 + Math.floor(random() * 12), random)
}

function sellingText({ selling }: Script, random: Random): string {
  const words = wordsOf(selling, 3 + Math.floor(random() * 8), random)
  return `${pick(BAIT, random)} ${words} ${pick(BAIT, random)}`
}

/** Words of all scripts among each other. */
function babel(random: Random, count: number): string {
  const all = SCRIPTS.flatMap(({ plain, selling }) => [...plain, ...selling])
  return wordsOf(all, count, random)
}

function wordsOf(words: readonly string[], count: number, random: Random): string {
  return Array.from({ length: count }, () => pick(words, random)).join(' ')
}

/** Writes every second character for which there is a disguise in it. */
function disguise(text: string, disguises: Disguises, random: Random): string {
  return [...text].map((one) => (random() < 0.5 ? (disguises[one] ?? one) : one)).join('')
}

/** Puts one of `seeds` behind every third piece or so. */
function sow(pieces: readonly string[], seeds: readonly string[], random: Random): string {
  return pieces.map((piece) => (random() < 0.3 ? piece + pick(seeds, random) : piece)).join('')
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}
