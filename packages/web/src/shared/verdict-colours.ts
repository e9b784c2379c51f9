import type { Verdict } from '@hamlet/classifier'

/** The colour of each verdict, dark enough for white words on it. */
export const VERDICT_COLOURS: Readonly<Record<Verdict, string>> = {
  ham: 'teal.9',
  review: 'yellow.9',
  spam: 'red.8',
  discard: 'grape.9',
}
