import { openRandom, type Random } from '../random.ts'
import type { Example } from '../units.ts'

const HAM = 'see you at home tonight lunch was great thanks mum the meeting moved to four'.split(
  ' ',
)
const SPAM =
  'win free prize now call claim cash urgent £1000 txt 80086 click http://x.biz !!!'.split(' ')

/** Texts that are easy to tell apart, the same for the same seed. Every third is spam. For tests. */
export function toyCorpus(size: number, seed: number): Example[] {
  const random = openRandom(seed)
  return Array.from({ length: size }, (_, i) => {
    const isSpam = i % 3 === 0
    const [own, other] = isSpam ? [SPAM, HAM] : [HAM, SPAM]
    const words = Array.from({ length: 6 }, () => pick(random() < 0.8 ? own : other, random))
    return { text: `${words.join(' ')} ${i}`, label: isSpam ? 'spam' : 'ham' }
  })
}

/** The same texts, each with a source; a third of each source is spam. */
export function toyCorpusWithSources(size: number, seed: number): Example[] {
  const sources = ['sms', 'email', 'chat'] as const
  return toyCorpus(size, seed).map((example, i) => ({
    ...example,
    source: sources[Math.floor(i / 3) % 3] ?? 'sms',
  }))
}

function pick(words: readonly string[], random: Random): string {
  return words[Math.floor(random() * words.length)] ?? ''
}
