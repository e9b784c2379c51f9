import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { classifyMetered, type MeteringDeps, onlyDecision } from '../metering.ts'
import { DECISION_FIELDS, MeteredHeaders, NullableSchema, WordSchema } from '../schemas.ts'
import { decisionReply } from '../wire.ts'

const { label: _lowerCase, ...decisionFields } = DECISION_FIELDS

const schema = {
  operationId: 'predictSentiment',
  summary: 'Classify a text, in the form of the described system',
  tags: ['decisions'],
  headers: MeteredHeaders,
  body: Type.Object({ text_message: Type.String() }, { additionalProperties: false }),
  response: {
    200: Type.Object({
      text_message: Type.String(),
      spam_polarity: WordSchema(['Ham', 'Spam']),
      month_used_amount: Type.Integer({ description: 'Units used this month, this one included.' }),
      month_limit: NullableSchema('integer', { description: 'Null for no limit.' }),
      ...decisionFields,
    }),
  },
}

/** `POST /predict_sentiment`: one text in, one decision out, as the described system had it. */
export function predictRoutes(deps: MeteringDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/predict_sentiment', { schema }, async (request, reply) => {
      const { text_message } = request.body
      const wanted = { texts: [text_message], pointerOf: () => '#/text_message' }
      const classified = await classifyMetered(deps, request, reply, wanted)
      const { label, ...decision } = decisionReply(onlyDecision(classified))
      return {
        text_message,
        spam_polarity: label === 'spam' ? ('Spam' as const) : ('Ham' as const),
        month_used_amount: classified.usage.used,
        month_limit: classified.usage.limit ?? null,
        ...decision,
      }
    })
  }
}
