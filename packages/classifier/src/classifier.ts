import type { Model } from './model.ts'
import { type Explanation, explainText } from './reasons.ts'
import { judgeOf, scoreText } from './scorer.ts'
import type { Bands } from './tables.ts'
import {
  type Label,
  type LogOdds,
  type Probability,
  probabilityOf,
  type Source,
  type Verdict,
} from './units.ts'
import { buildWorkspace } from './workspace.ts'

/** What a classifier says of a text. */
export interface Classification {
  readonly spamProbability: Probability
  /** The log-odds that the probability stands for. */
  readonly logit: LogOdds
  /** `spam` from probability 0.5 on. */
  readonly label: Label
  readonly verdict: Verdict
}

/** A model made ready to answer. It owns its memory: use it for one text at a time. */
export interface Classifier {
  /** First 12 hexadecimal digits of the SHA-256 of the model's file. */
  readonly version: string
  /** The probabilities from which on a text of unknown source gets each verdict. */
  readonly bands: Readonly<Record<keyof Bands, Probability>>
  /** Judges any string. Cost: O(n) in its length. */
  readonly classify: (text: string, source?: Source) => Classification
  /** Why `classify` says what it says: at most `count` reasons and the sum of the rest; default all. */
  readonly explain: (text: string, source?: Source, count?: number) => Explanation
}

/** Makes a model ready to answer. There is nothing to close; the garbage collector frees it. */
export function openClassifier(model: Model): Classifier {
  const ws = buildWorkspace(model.features)
  return {
    version: model.version,
    bands: probabilitiesOf(model.plain.bands),
    classify(text, source) {
      const judge = judgeOf(model, source)
      return classificationOf(scoreText(model, judge, ws, text), judge.view.bands)
    },
    explain: (text, source, count) => explainText(model, judgeOf(model, source), ws, text, count),
  }
}

function probabilitiesOf({ review, spam, discard }: Bands): Classifier['bands'] {
  return {
    review: probabilityOf(review),
    spam: probabilityOf(spam),
    discard: probabilityOf(discard),
  }
}

function classificationOf(logit: LogOdds, bands: Bands): Classification {
  const spamProbability = probabilityOf(logit)
  return {
    spamProbability,
    logit,
    label: spamProbability >= 0.5 ? 'spam' : 'ham',
    verdict: verdictOf(logit, bands),
  }
}

function verdictOf(logit: LogOdds, bands: Bands): Verdict {
  if (logit >= bands.discard) return 'discard'
  if (logit >= bands.spam) return 'spam'
  return logit >= bands.review ? 'review' : 'ham'
}
