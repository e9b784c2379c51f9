import { type Static, Type } from 'typebox'

/** What members of a map look like, whatever their names. */
function MapSchema<Member extends Type.TSchema>(member: Member, options: object = {}) {
  return Type.Unsafe<Readonly<Record<string, Static<Member>>>>({
    type: 'object',
    additionalProperties: member,
    ...options,
  })
}

const CLOSED = { additionalProperties: false }

const TextEntry = Type.Object(
  { text: Type.Optional(Type.String()), type: Type.Optional(Type.String()) },
  CLOSED,
)

const Score = Type.Object(
  {
    // What writes messages from their definition leaves out a number that is 0.
    value: Type.Number({ default: 0, minimum: 0, maximum: 1 }),
    type: Type.Optional(Type.String()),
  },
  CLOSED,
)

const SpanScore = Type.Object(
  {
    begin: Type.Optional(Type.Integer()),
    end: Type.Optional(Type.Integer()),
    score: Type.Optional(Score),
  },
  CLOSED,
)

const AttributeScores = Type.Object(
  {
    spanScores: Type.Optional(Type.Array(SpanScore)),
    summaryScore: Type.Optional(Score),
  },
  CLOSED,
)

const AttributeParameters = Type.Object(
  { scoreType: Type.Optional(Type.String()), scoreThreshold: Type.Optional(Type.Number()) },
  CLOSED,
)

const Languages = Type.Array(Type.String())

/** What both requests may hold. */
const Common = {
  comment: Type.Optional(TextEntry),
  languages: Type.Optional(Languages),
  communityId: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String()),
  clientToken: Type.Optional(Type.String()),
}

/** `AnalyzeCommentRequest`, without the context, which is dropped before. */
export const AnalyzeRequest = Type.Object(
  {
    ...Common,
    requestedAttributes: MapSchema(AttributeParameters, { minProperties: 1 }),
    spanAnnotations: Type.Optional(Type.Boolean()),
    doNotStore: Type.Optional(Type.Boolean()),
  },
  CLOSED,
)

/** `AnalyzeCommentResponse`. */
export const AnalyzeResponse = Type.Object({
  attributeScores: Type.Optional(MapSchema(AttributeScores)),
  languages: Languages,
  detectedLanguages: Languages,
  clientToken: Type.Optional(Type.String()),
})

/** `SuggestCommentScoreRequest`, without the context. */
export const SuggestRequest = Type.Object(
  { ...Common, attributeScores: MapSchema(AttributeScores, { minProperties: 1 }) },
  CLOSED,
)

/** `SuggestCommentScoreResponse`. */
export const SuggestResponse = Type.Object({ clientToken: Type.Optional(Type.String()) })

/** A comment as it is sent. */
export type Comment = Static<typeof TextEntry>

/** The scores of one attribute. */
export type AttributeScores = Static<typeof AttributeScores>

/** How one attribute is to be scored. */
export type AttributeParameters = Static<typeof AttributeParameters>

/** Levels of a message at which members have names of the format. */
const DEEPEST = 4

/**
 * A message with its members under the names that schemas know, and without its context, of which
 * nothing is made: names may be written `do_not_store`, too, and what is null is as if left out.
 *
 * Source: ProtoJSON (protobuf.dev/programming-guides/json), "Field names as JSON keys", "null".
 */
export function readMessage(body: unknown): unknown {
  if (!isObject(body)) return body
  const { context: _, ...message } = body
  return withMembersNamed(message, 0)
}

function withMembersNamed(value: unknown, depth: number): unknown {
  if (!isObject(value) || depth === DEEPEST) return value
  const members = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(
    members.map(([name, member]) => [camelCased(name), withMembersNamed(member, depth + 1)]),
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names of attributes, in capitals, stay as they are. */
function camelCased(name: string): string {
  if (!/^[a-z]+(?:_[a-z]+)+$/u.test(name)) return name
  return name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase())
}
