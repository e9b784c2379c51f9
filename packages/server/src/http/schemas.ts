import { type Label, SOURCES, type Source, type Verdict } from '@hamlet/classifier'
import { Type } from 'typebox'
import { type MonthlyLimit, type Role, SCOPES, type Scope } from '../domain/account.ts'

/** A text that is one of a few words. */
export function WordSchema<Word extends string>(words: readonly Word[], options: object = {}) {
  return Type.Unsafe<Word>({ type: 'string', enum: [...words], ...options })
}

/** A moment in RFC 3339, UTC. */
export const TimeSchema = Type.String({ format: 'date-time' })

/** A value, or null. */
export function NullableSchema<Value extends 'string' | 'integer' | 'number'>(
  type: Value,
  options: object = {},
) {
  return Type.Unsafe<(Value extends 'string' ? string : number) | null>({
    type: [type, 'null'],
    ...options,
  })
}

export const LabelSchema = WordSchema<Label>(['ham', 'spam'])
export const VerdictSchema = WordSchema<Verdict>(['ham', 'review', 'spam', 'discard'])
export const SourceSchema = WordSchema<Source>(SOURCES, {
  description: 'Where the text comes from.',
})
export const RoleSchema = WordSchema<Role>(['user', 'admin'])
export const ScopeSchema = WordSchema<Scope>(SCOPES)

const ProbabilitySchema = Type.Number({ minimum: 0, maximum: 1 })

/** Fields that every decision has on the wire. */
export const DECISION_FIELDS = {
  decision_id: Type.String({ format: 'uuid' }),
  label: LabelSchema,
  verdict: VerdictSchema,
  spam_probability: ProbabilitySchema,
  model_version: Type.String(),
}

/** Headers of a route that takes units. */
export const MeteredHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Any 1 to 255 printable characters, quoted or not: the same request with the same key is ' +
        'answered and counted once in 24 hours.',
    }),
  ),
})

/** The usage of a month; `limit` and `remaining` are null for an account without a limit. */
export const UsageSchema = Type.Object({
  used: Type.Integer({ minimum: 0 }),
  limit: NullableSchema('integer'),
  remaining: NullableSchema('integer'),
  resets_at: TimeSchema,
})

/** The zone in which months and days are meant. */
export const TimeZoneSchema = Type.String({
  description: 'Time zone of the quota: where its months and days begin. A name of IANA.',
})

/** The form of a month: `YYYY-MM`, of years that every database and clock knows. */
export const MONTH_PATTERN = '^2[0-9]{3}-(?:0[1-9]|1[0-2])$'

/** A month in that zone. */
export const MonthSchema = Type.String({
  pattern: MONTH_PATTERN,
  description: 'A month, `YYYY-MM`, in the time zone of the quota.',
})

/** Which month is asked for. */
export const MonthQuery = Type.Object(
  { period: Type.Optional(MonthSchema) },
  { additionalProperties: false },
)

/** The usage of one month, by day. */
export const UsageOfMonthSchema = Type.Object({
  period: MonthSchema,
  time_zone: TimeZoneSchema,
  ...UsageSchema.properties,
  limit: NullableSchema('integer', {
    description: 'Units a month as they are granted now, also where a past month is asked for.',
  }),
  days: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      ham: Type.Integer(),
      spam: Type.Integer(),
    }),
  ),
})

/** Why: contributions in log-odds; with `bias` they add up to the log-odds of `spam_probability`. */
export const ReasonsSchema = Type.Array(
  Type.Object({
    piece: Type.String(),
    contribution: Type.Number({ description: 'Log-odds; positive speaks for spam.' }),
    start: Type.Optional(Type.Integer({ description: 'UTF-16 offset in the text as sent.' })),
    end: Type.Optional(Type.Integer()),
  }),
)

/** An account as it goes over the wire. */
export const AccountSchema = Type.Object({
  id: Type.String({ format: 'uuid' }),
  email: Type.String(),
  full_name: Type.String(),
  username: Type.String(),
  document_number: NullableSchema('string'),
  phone: NullableSchema('string'),
  role: RoleSchema,
  created_at: TimeSchema,
})

/** An account as its owner and administrators see it. */
export const OwnAccountSchema = Type.Object({
  ...AccountSchema.properties,
  monthly_limit: NullableSchema('integer', { description: 'Units a month; null for no limit.' }),
  monthly_limit_kind: WordSchema<MonthlyLimit['kind']>(['default', 'own', 'none'], {
    description: 'Whether the limit is that of `MONTHLY_QUOTA`, a number of its own, or none.',
  }),
  disabled: Type.Boolean(),
})

/** An account as administrators see it in a list. */
export const ListedAccountSchema = Type.Object({
  ...OwnAccountSchema.properties,
  used: Type.Integer({ minimum: 0, description: 'Units of this month.' }),
})

/** What somebody says of a decision or of a text. */
export const ReportSchema = Type.Object({
  id: Type.String({ format: 'uuid' }),
  decision_id: NullableSchema('string', { description: 'Null where the text was never judged.' }),
  decided: Type.Unsafe<Label | null>({
    type: ['string', 'null'],
    enum: ['ham', 'spam', null],
    description: 'What the decision said.',
  }),
  label: LabelSchema,
  note: NullableSchema('string'),
  text: NullableSchema('string', {
    description: 'Of a report without a decision; null where texts are not kept.',
  }),
  source: NullableSchema('string'),
  site: NullableSchema('string'),
  created_at: TimeSchema,
  ended_at: NullableSchema('string', {
    description: 'When it was withdrawn or another one took its place; null while it lives.',
  }),
})

/** A path that names one thing. What cannot be an id is simply not found. */
export const IdParams = Type.Object({ id: Type.String() })

/** Fields a person gives of themselves, as registering and changing read them. */
export const PERSON_FIELDS = {
  email: Type.String({ format: 'email', maxLength: 254 }),
  full_name: Type.String({
    pattern: '\\S\\s+\\S',
    minLength: 3,
    maxLength: 200,
    description: 'Two words or more.',
  }),
  password: Type.String({ minLength: 6, maxLength: 256, format: 'password' }),
  phone: Type.String({ maxLength: 32, pattern: '^[0-9+(). /-]*$' }),
}
