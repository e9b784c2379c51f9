import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import { buildHold } from '../../security/hold.ts'
import { BATCH_BODY } from '../bodies.ts'
import { classifyMetered } from '../metering.ts'
import { answerErrors, type TellProblem } from '../problem.ts'
import { NullableSchema } from '../schemas.ts'
import { type DialectDeps, requireMeteredCaller } from './dialect.ts'
import { MOST_TEXTS, predictionsOf, sayDecisionId } from './hugging-face-predictions.ts'
import { textEmbeddingsInference } from './hugging-face-tei.ts'
import { plainWordsOf } from './plain-words.ts'

/**
 * Where clients of the hosted service post, whatever model they name; and the bare host, to which
 * they post as they find it in `endpointUrl` or `model`.
 */
const PATHS = [
  '/models/:name',
  '/models/:organization/:name',
  '/hf-inference/models/:organization/:name',
  '/',
]

/**
 * Hugging Face's text classification, as its hosted service answers it, and that of its server Text
 * Embeddings Inference.
 */
export function huggingFace(deps: DialectDeps): FastifyPluginAsync {
  return async (app) => {
    app.register(pipelineRoutes(deps))
    app.register(textEmbeddingsInference(deps))
  }
}

interface Parameters {
  readonly top_k?: number | null
  readonly function_to_apply?: 'sigmoid' | 'softmax' | 'none' | null
}

/** Other parameters are about how a text is cut into tokens, of which there are none here. */
const RequestSchema = Type.Object({
  inputs: Type.Unsafe<string | readonly string[]>({
    type: ['string', 'array'],
    items: { type: 'string' },
    minItems: 1,
    maxItems: MOST_TEXTS,
  }),
  parameters: Type.Optional(
    Type.Unsafe<Parameters | null>({
      type: ['object', 'null'],
      properties: {
        top_k: NullableSchema('integer', { minimum: 1 }),
        function_to_apply: {
          type: ['string', 'null'],
          enum: ['sigmoid', 'softmax', 'none', null],
        },
      },
    }),
  ),
})

/**
 * One list of labels for each text, and a list of these for a single text, too: both official clients
 * take the first element of the answer and want a list.
 *
 * Source: huggingface.js, packages/inference, src/providers/hf-inference.ts; huggingface_hub,
 * inference/_client.py (`text_classification`).
 */
function pipelineRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  const options = { bodyLimit: BATCH_BODY, schema: { body: RequestSchema } }
  return async (app) => {
    answerWithWords(app)
    requireMeteredCaller(app, deps)

    for (const path of PATHS) {
      app.post(path, options, async (request, reply) => {
        const { inputs, parameters } = request.body
        const wanted = {
          texts: [inputs].flat(),
          isWhole: true,
          pointerOf: (i: number) => (Array.isArray(inputs) ? `#/inputs/${i}` : '#/inputs'),
        }
        const { decisions } = await classifyMetered(deps, request, reply, wanted)
        sayDecisionId(reply, decisions)
        const scores = parameters?.function_to_apply === 'none' ? 'log-odds' : 'probabilities'
        const count = parameters?.top_k ?? undefined
        return decisions.map((decision) => predictionsOf(decision, scores).slice(0, count))
      })
    }
  }
}

/**
 * Tells of refusals as the hosted service does. A 503 waits about a second: huggingface.js comes again
 * at once, without end, since there it says that a model is being loaded.
 *
 * Source: huggingface.js, packages/inference, src/utils/request.ts (`retry_on_error`).
 */
function answerWithWords(app: FastifyInstance): void {
  const hold = buildHold()
  const tell: TellProblem = (reply, { status, headers, body }) => {
    const send = () =>
      reply
        .code(status === 422 ? 400 : status)
        .headers(headers)
        .send({ error: plainWordsOf(body) })
    if (status !== 503) return send()
    return hold().then(send)
  }
  app.setErrorHandler(answerErrors(tell))
}
