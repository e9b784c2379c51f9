import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { reasonsOf } from '../../usecases/classify-text.ts'
import { classifyMetered, type MeteringDeps, onlyDecision } from '../metering.ts'
import {
  DECISION_FIELDS,
  MeteredHeaders,
  ReasonsSchema,
  SourceSchema,
  UsageSchema,
  WordSchema,
} from '../schemas.ts'
import { decisionReply, usageReply } from '../wire.ts'

const MOST_TEXTS = 1000

const classifySchema = {
  operationId: 'classifyText',
  summary: 'Classify a text; with `reasons`, say why',
  tags: ['decisions'],
  headers: MeteredHeaders,
  body: Type.Object(
    {
      text: Type.String(),
      reasons: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 50, default: 0, description: 'How many are wanted.' }),
      ),
      source: Type.Optional(SourceSchema),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      ...DECISION_FIELDS,
      bias: Type.Optional(Type.Number()),
      reasons: Type.Optional(ReasonsSchema),
      usage: UsageSchema,
    }),
  },
}

const batchSchema = {
  operationId: 'classifyBatch',
  summary: 'Classify up to 1,000 texts, as many as there are units left',
  tags: ['decisions'],
  headers: MeteredHeaders,
  body: Type.Object(
    { texts: Type.Array(Type.String(), { minItems: 1, maxItems: MOST_TEXTS }) },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      decisions: Type.Array(
        // One flat object instead of a union: the union's serializer would try both for each item.
        Type.Partial(Type.Object({ ...DECISION_FIELDS, error: WordSchema(['quota-exhausted']) })),
        { description: 'In the order of the texts; those that found no unit hold only `error`.' },
      ),
      usage: UsageSchema,
    }),
  },
}

const EXHAUSTED = { error: 'quota-exhausted' } as const

/** `POST /v1/classify` and `POST /v1/classify/batch`. */
export function classifyRoutes(
  deps: MeteringDeps & { readonly batchBodyLimit: number },
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/v1/classify', { schema: classifySchema }, async (request, reply) => {
      const { text, reasons: count = 0, source } = request.body
      const wanted = { texts: [text], source, pointerOf: () => '#/text' }
      const classified = await classifyMetered(deps, request, reply, wanted)
      const decision = onlyDecision(classified)
      const why = count > 0 ? await reasonsOf(deps, decision, text, count) : undefined
      return {
        ...decisionReply(decision),
        ...(why && { bias: why.bias, reasons: [...why.reasons] }),
        usage: usageReply(classified.usage),
      }
    })

    const options = { schema: batchSchema, bodyLimit: deps.batchBodyLimit }
    app.post('/v1/classify/batch', options, async (request, reply) => {
      const { texts } = request.body
      const wanted = { texts, pointerOf: (i: number) => `#/texts/${i}` }
      const { decisions, usage } = await classifyMetered(deps, request, reply, wanted)
      const refused = texts.slice(decisions.length).map(() => EXHAUSTED)
      return { decisions: [...decisions.map(decisionReply), ...refused], usage: usageReply(usage) }
    })
  }
}
