import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Decision } from '../../domain/decision.ts'
import { DomainError } from '../../domain/errors.ts'
import type { DecisionId } from '../../domain/units.ts'
import {
  browseDecisions,
  explainDecision,
  type ReadDecisionsDeps,
} from '../../usecases/read-decisions.ts'
import { callerOf } from '../authenticate.ts'
import { readId } from '../ids.ts'
import {
  DECISION_FIELDS,
  IdParams,
  LabelSchema,
  NullableSchema,
  ReasonsSchema,
  TimeSchema,
} from '../schemas.ts'
import { decisionReply } from '../wire.ts'

const StoredDecision = {
  ...DECISION_FIELDS,
  source: NullableSchema('string'),
  site: NullableSchema('string', {
    description: 'The site that the text was sent to, where a client of a dialect named one.',
  }),
  text: NullableSchema('string', { description: 'Null where texts are not kept.' }),
  created_at: TimeSchema,
}

const DaySchema = Type.String({
  format: 'date',
  description: 'The first or the last day, in the time zone of the quota.',
})

const listSchema = {
  operationId: 'listDecisions',
  summary: 'Your decisions, newest first',
  tags: ['decisions'],
  querystring: Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      cursor: Type.Optional(
        Type.String({
          format: 'uuid',
          // The format alone lets `urn:uuid:` through, which the store does not read.
          maxLength: 36,
          description: 'The `next_cursor` of the page before.',
        }),
      ),
      label: Type.Optional(LabelSchema),
      q: Type.String({
        maxLength: 200,
        default: '',
        description:
          'Part of the text, in any case. Some 10,000 decisions are looked through for one answer: it ' +
          'may be short, or empty, while `next_cursor` leads on.',
      }),
      from: Type.Optional(DaySchema),
      to: Type.Optional(DaySchema),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      items: Type.Array(Type.Object(StoredDecision)),
      next_cursor: NullableSchema('string'),
    }),
  },
}

const oneSchema = {
  operationId: 'getDecision',
  summary: 'One decision, with its reasons recomputed by the model that decided',
  tags: ['decisions'],
  params: IdParams,
  response: {
    200: Type.Object({
      ...StoredDecision,
      bias: NullableSchema('number'),
      reasons: Type.Union([ReasonsSchema, Type.Null()]),
    }),
  },
}

/** `GET /v1/decisions` and `GET /v1/decisions/{id}`. */
export function decisionRoutes(deps: ReadDecisionsDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/v1/decisions', { schema: listSchema }, async (request) => {
      const { cursor, q: holding, ...query } = request.query
      const { items, nextCursor } = await browseDecisions(deps, callerOf(request), {
        ...{ label: query.label, from: query.from, to: query.to, limit: query.limit },
        ...{ before: cursor as DecisionId | undefined, holding },
      })
      return { items: items.map(storedReply), next_cursor: nextCursor ?? null }
    })

    app.get('/v1/decisions/:id', { schema: oneSchema }, async (request) => {
      const id = readId<DecisionId>(request.params.id)
      if (id === undefined) throw new DomainError('decision-not-found', {})
      const found = await explainDecision(deps, callerOf(request), id)
      const { bias = null, reasons } = found.explanation ?? {}
      return { ...storedReply(found.decision), bias, reasons: reasons ? [...reasons] : null }
    })
  }
}

function storedReply(decision: Decision) {
  return {
    ...decisionReply(decision),
    source: decision.source ?? null,
    site: decision.site ?? null,
    text: decision.text ?? null,
    created_at: decision.createdAt.toISOString(),
  }
}
