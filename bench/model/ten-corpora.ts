import { type Example, removeDuplicates, type Source } from '@hamlet/classifier'
import { shuffled } from './quality.ts'
import type { Bench } from './section.ts'

const CORPORA: readonly (readonly [name: string, source: Source])[] = [
  ['enron_1245', 'email'],
  ['indonesian_sms', 'sms'],
  ['ling_spam', 'email'],
  ['moz_smishing_pt', 'sms'],
  ['sms_mishra_new', 'sms'],
  ['sms_uci', 'sms'],
  ['spamassassin', 'email'],
  ['telegram_ru', 'chat'],
  ['youtube_uci', 'comment'],
  ['yt_gambling_id', 'comment'],
]
/** The names of the ten public corpora. */
export const NAMES: readonly string[] = CORPORA.map(([name]) => name)
/** Larger corpora are sampled down to this. */
export const TEXTS_AT_MOST = 4000

/** A text, its channel, and the corpus that it is of. */
export interface CorpusExample extends Example {
  readonly corpus: string
}

/** One corpus, exact duplicates left out. */
export interface Corpus {
  readonly name: string
  readonly examples: readonly CorpusExample[]
}

/** Reads the ten corpora, each sampled down to {@link TEXTS_AT_MOST}. */
export async function readTen({ corpus }: Bench): Promise<Corpus[]> {
  return await Promise.all(
    CORPORA.map(async ([name, source]) => {
      const distinct = removeDuplicates(await corpus(name))
      const some =
        distinct.length > TEXTS_AT_MOST ? shuffled(distinct, 7).slice(0, TEXTS_AT_MOST) : distinct
      return { name, examples: some.map((one) => ({ ...one, source, corpus: name })) }
    }),
  )
}
