import { hex, utf8 } from './bytes.ts'
import { evaluate } from './evaluation.ts'
import { heaviestPieces } from './heaviest-pieces.ts'
import type { LearnedView } from './learn-plain.ts'
import type { Learned } from './learner.ts'
import { measure, type Scored } from './metrics.ts'
import type { BandPromises, ReportedOptions, ReportPart, TrainingReport } from './report.ts'
import { openSha256 } from './sha256.ts'
import type { Tables } from './tables.ts'
import type { Settings } from './train-options.ts'
import { type Example, type LogOdds, SOURCES } from './units.ts'

/** A training that is over. */
export interface Training {
  readonly learned: Learned
  readonly settings: Settings
  /** The distinct examples, and how many others were left out. */
  readonly examples: readonly Example[]
  readonly duplicates: number
  /** The group of near duplicates of each example, if they were sought. */
  readonly groups?: Int32Array | undefined
}

/** What the bands of each view promise. */
export interface ViewPromises {
  readonly promises: BandPromises
  readonly promisesSourced?: BandPromises
}

/** Reports how a model came about, how it did out of fold, and which pieces weigh most in it. */
export function reportOf(
  training: Training,
  tables: Tables,
  promises: ViewPromises,
): TrainingReport {
  const { learned, settings, examples, duplicates, groups } = training
  const plain = scoredBy(learned.plain, examples)
  const sourced = learned.sourced && scoredBy(learned.sourced, examples)
  const outOfFold = measure(plain)
  const { ham, spam } = outOfFold
  const { corpora, sources } = partsOf(examples, plain, sourced)
  return {
    ...{ examples: examples.length, ham, spam, duplicates },
    ...(learned.groups !== undefined && { groups: learned.groups }),
    fingerprint: fingerprintOf(examples),
    options: reported(learned, settings),
    outOfFold,
    ...(sourced && { outOfFoldSourced: measure(sourced) }),
    ...promises,
    evaluation: evaluate(plain, tables.plain.bands),
    ...(sourced &&
      tables.sourced && { evaluationSourced: evaluate(sourced, tables.sourced.bands) }),
    ...(sources.length > 0 && { sources }),
    ...(corpora.length > 0 && { corpora }),
    ...(settings.pieces && { pieces: heaviestPieces(tables, examples, groups) }),
  }
}

function scoredBy({ outOfFold }: LearnedView, examples: readonly Example[]): Scored[] {
  return examples.map(({ label }, i) => ({ label, logit: (outOfFold[i] ?? 0) as LogOdds }))
}

/** The examples by source, in the order of the sources; and by corpus, in the order they come. */
function partsOf(
  examples: readonly Example[],
  plain: readonly Scored[],
  sourced: readonly Scored[] | undefined,
): { readonly sources: readonly ReportPart[]; readonly corpora: readonly ReportPart[] } {
  const partOf = (name: string, isIn: (example: Example) => boolean): ReportPart[] => {
    const own = examples.filter(isIn)
    if (own.length === 0) return []
    const ofOwn = (scored: readonly Scored[]) =>
      measure(scored.filter((_, i) => isIn(examples[i] as Example)))
    const outOfFoldSourced = sourced && { outOfFoldSourced: ofOwn(sourced) }
    const fingerprint = fingerprintOf(own)
    return [{ name, fingerprint, outOfFold: ofOwn(plain), ...outOfFoldSourced }]
  }
  const corpora = [...new Set(examples.flatMap(({ corpus }) => corpus ?? []))]
  return {
    sources: SOURCES.flatMap((name) => partOf(name, ({ source }) => source === name)),
    corpora: corpora.flatMap((name) => partOf(name, ({ corpus }) => corpus === name)),
  }
}

function reported({ plain: { bayesOptions } }: Learned, settings: Settings): ReportedOptions {
  const { learner, features, cost, folds, seed, augment } = settings
  return {
    learner,
    ...features,
    cost,
    alpha: bayesOptions.alpha,
    bayesScope: bayesOptions.scope,
    folds,
    seed,
    augment,
  }
}

/** SHA-256 over each example's label and source, each ended by a NUL, and its text, led by its length. */
function fingerprintOf(examples: readonly Example[]): string {
  const hash = openSha256()
  for (const { label, source, text } of examples) {
    const bytes = utf8(text)
    hash.update(utf8(`${label}\0${source ?? ''}\0${bytes.length}\0`))
    hash.update(bytes)
  }
  return hex(hash.digest())
}
