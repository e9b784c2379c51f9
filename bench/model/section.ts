import type { Example } from '@hamlet/classifier'

/** One thing measured, beside what was hoped of it. */
export interface Row {
  readonly name: string
  /** A number in `unit`, or words where there is no number. */
  readonly measured: number | string
  /** What `measured` counts; empty for words and for ratios. */
  readonly unit: string
  /** The goal that must be reached, with its comparison (`>= 400,000`); empty when none was set. */
  readonly must: string
  /** The goal that sounded impossible; empty when none was set. */
  readonly dream: string
  /** Whether missing the goal is a fault of what was measured, and never one of the machine. */
  readonly isLaw?: boolean
}

/** What a section may use. */
export interface Bench {
  /** Texts of a public corpus, by the name of its file without `.csv`, in the order of the file. */
  readonly corpus: (name: string) => Promise<readonly Example[]>
  /** Whether a rough answer will do: fewer rounds, repeats and folds. */
  readonly isQuick: boolean
}

/** One part of `npm run bench:model`. */
export interface Section {
  /** What `--only` calls it. */
  readonly name: string
  /** Heading of its table. */
  readonly title: string
  /** Names of the corpora that it needs; where one is missing, the section is skipped. */
  readonly corpora: readonly string[]
  readonly measure: (bench: Bench) => Promise<readonly Row[]>
}
