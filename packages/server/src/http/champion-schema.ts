import { type Learner, SOURCES, type Source } from '@hamlet/classifier'
import { Type } from 'typebox'
import { METRIC_NAMES } from './metrics-record.ts'
import { NullableSchema, WordSchema } from './schemas.ts'

/** A number with what it means. */
const Num = (description: string) => Type.Number({ description })
const Count = (description: string) => Type.Integer({ minimum: 0, description })
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description })

const MetricsSchema = Type.Object(
  {
    n: Type.Integer(),
    n_ham: Type.Integer(),
    n_spam: Type.Integer(),
    confusion: Type.Object(
      {
        true_positives: Count('Spam that was called spam.'),
        false_positives: Count('Ham that was called spam.'),
        true_negatives: Count('Ham that was called ham.'),
        false_negatives: Count('Spam that was called ham.'),
      },
      { description: 'At probability 0.5.' },
    ),
    ...Object.fromEntries(METRIC_NAMES.map((name) => [name, Type.Number()])),
  },
  {
    description:
      'Out of fold: each text was scored by learners that had not seen it. Spam is the positive class; a text is called spam from probability 0.5 on.',
  },
)

const PART_FIELDS = {
  name: Type.String(),
  fingerprint: Type.String({ description: 'SHA-256 of its labels, sources and texts.' }),
  metrics: MetricsSchema,
  metrics_source_told: Type.Optional(MetricsSchema),
}

const OptionsSchema = Type.Object({
  learner: WordSchema<Learner>(['hybrid', 'naive-bayes']),
  bits: Type.Integer({ description: 'A table of hashed features has 2^bits slots.' }),
  gram_sizes: Type.Array(Type.Integer()),
  pairs: Type.Boolean(),
  cost: Type.Number(),
  alpha: Type.Number(),
  bayes_scope: WordSchema(['words', 'all']),
  folds: Type.Integer(),
  seed: Type.Integer(),
  augment: Type.Boolean(),
})

const DataSchema = Type.Object({
  n: Count('Texts that were learned from, exact duplicates counted once.'),
  n_ham: Type.Integer(),
  n_spam: Type.Integer(),
  duplicates: Count('Exact duplicates that were left out.'),
  groups: Type.Optional(
    Count('Groups of near duplicates, each of which lay in one fold as a whole.'),
  ),
  fingerprint: PART_FIELDS.fingerprint,
  sources: Type.Array(Type.Object(PART_FIELDS), { description: 'Texts that name a source.' }),
  corpora: Type.Array(Type.Object(PART_FIELDS), {
    description: 'Texts by the file they are from.',
  }),
})

const RATE_FIELDS = {
  ham_blocked: Count('Ham texts from the threshold on.'),
  spam_missed: Count('Spam texts below it.'),
  fpr: Share('Of the ham, the share that is blocked.'),
  fpr_bound: Share('The upper Clopper-Pearson bound of `fpr`, at 95 % confidence.'),
  recall: Share('Of the spam, the share that is found.'),
  precision: Share('Of what is blocked, the share that is spam; 0 where nothing is.'),
}

const PromiseSchema = Type.Object({
  max_fpr: Num('Of the ham, so much may reach the band at most.'),
  confidence: Type.Number(),
  n_ham: Count('Ham texts that were counted.'),
  kept: Type.Boolean({ description: 'Whether there was enough ham to promise that.' }),
  errors: Type.Optional(Count('Ham texts that did reach the band.')),
  fpr_bound: Type.Optional(Type.Number()),
  missing: Type.Optional(Count('So many more ham texts are needed at least.')),
})

const ViewSchema = Type.Object({
  source_told: Type.Boolean({ description: 'Whether these texts named their source.' }),
  calibrations: Type.Array(
    Type.Object({
      source: Type.Unsafe<Source | null>({ type: ['string', 'null'], enum: [...SOURCES, null] }),
      linear: Type.Number(),
      bayes: Type.Number(),
      scale: Type.Number(),
      bias: Type.Number(),
    }),
    { description: 'What makes log-odds of the two scores; docs/model-format.md has the formula.' },
  ),
  bands: Type.Array(
    Type.Object({
      verdict: WordSchema(['review', 'spam', 'discard']),
      log_odds: Num('Texts that score at least this much get the verdict, or a harder one.'),
      probability: Type.Number(),
      rates: Type.Optional(Type.Object(RATE_FIELDS)),
      promise: Type.Optional(PromiseSchema),
    }),
  ),
  metrics: Type.Optional(MetricsSchema),
  thresholds: Type.Array(
    Type.Object({
      log_odds: Type.Number(),
      probability: Type.Number(),
      ...RATE_FIELDS,
      miss_rate: Share('Of the spam, the share that is missed.'),
    }),
    {
      description:
        'What blocking from each threshold on does, on the texts of `metrics`: log-odds -10 to 10 in steps of 0.1, and the bands; rising. Empty for models that were made before it was reported, like the lists below.',
    },
  ),
  roc: Type.Array(Type.Object({ fpr: Type.Number(), recall: Type.Number() }), {
    description: 'From (0, 0) to (1, 1), at those thresholds.',
  }),
  precision_recall: Type.Array(Type.Object({ recall: Type.Number(), precision: Type.Number() }), {
    description: 'Rising recall. Between two points precision is not linear: draw steps.',
  }),
  reliability: Type.Array(
    Type.Object({
      from: Type.Number(),
      to: Type.Number(),
      count: Type.Integer(),
      mean_predicted: Num('Mean of the probabilities given; 0 in an empty bin.'),
      spam_share: Num('The share of spam that there is; 0 in an empty bin.'),
    }),
  ),
})

const PieceSchema = Type.Object({
  piece: Type.String({
    description: 'In small letters, each digit as `#`, a link as its host.',
  }),
  contribution: Num('Log-odds that it adds to a text that has it: the mean over those.'),
  ham: Count('Ham texts that have it.'),
  spam: Count('Spam texts that have it.'),
})

/** The model that answers, as administrators read it. */
export const ChampionSchema = Type.Object({
  version: Type.String(),
  name: NullableSchema('string', {
    description: 'The name of its file; null for a model that was trained here.',
  }),
  bytes: Count('Length of its file.'),
  kept_at: Type.Unsafe<string | null>({
    ...{ type: ['string', 'null'], format: 'date-time' },
    description:
      'When this database first kept it; of a model that was trained here, when it was trained. The file itself knows no time: the same texts, options and seed give the same bytes.',
  }),
  options: OptionsSchema,
  data: DataSchema,
  views: Type.Array(ViewSchema, {
    description: 'How it judges texts whose source is not told, and then, if it learned any, told.',
  }),
  pieces: Type.Optional(
    Type.Object(
      { towards_spam: Type.Array(PieceSchema), towards_ham: Type.Array(PieceSchema) },
      {
        description:
          'The pieces of the training texts that weigh most, the heaviest first; only those that five groups of like texts or more have.',
      },
    ),
  ),
})
