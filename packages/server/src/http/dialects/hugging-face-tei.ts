import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { isLongerThan } from '../../domain/decision.ts'
import { DomainError } from '../../domain/errors.ts'
import { isReady } from '../../usecases/check-health.ts'
import { BATCH_BODY } from '../bodies.ts'
import { classifyMetered } from '../metering.ts'
import { answerErrors, type TellProblem } from '../problem.ts'
import { WordSchema } from '../schemas.ts'
import { type DialectDeps, requireMeteredCaller } from './dialect.ts'
import { MOST_TEXTS, predictionsOf, sayDecisionId } from './hugging-face-predictions.ts'
import { plainWordsOf } from './plain-words.ts'

/** What the server is asked for, where it is asked which model it has. */
const MODEL_ID = 'hamlet/spam'

/** What may be wrong. Source: Text Embeddings Inference, router/src/http/server.rs (`ErrorType`). */
type ErrorType = 'unhealthy' | 'backend' | 'overloaded' | 'validation' | 'tokenizer' | 'empty'

/** By the type of a problem; the rest keeps its status, and what was sent was not valid. */
const ERRORS: Readonly<Record<string, readonly [status: number, type: ErrorType]>> = {
  '/problems/body-too-large': [413, 'validation'],
  '/problems/database-unavailable': [424, 'backend'],
  '/problems/internal': [500, 'backend'],
  '/problems/invalid-request': [422, 'tokenizer'],
  '/problems/overloaded': [429, 'overloaded'],
  '/problems/quota-exhausted': [429, 'overloaded'],
  '/problems/text-empty': [400, 'empty'],
  '/problems/text-too-long': [413, 'validation'],
  '/problems/too-many-requests': [429, 'overloaded'],
}

const tell: TellProblem = (reply, { status: ownStatus, headers, body }) => {
  const [status, type] = ERRORS[body.type] ?? [ownStatus, 'validation']
  return reply
    .code(status)
    .headers(headers)
    .send({ error: plainWordsOf(body), error_type: type })
}

const PredictSchema = Type.Object({
  inputs: Type.Unsafe<string | readonly unknown[]>({ type: ['string', 'array'] }),
  raw_scores: Type.Optional(Type.Boolean()),
  truncate: Type.Optional(Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] })),
  truncation_direction: Type.Optional(WordSchema(['left', 'right', 'Left', 'Right'])),
})

type Predict = Static<typeof PredictSchema>

/** Text classification as the server Text Embeddings Inference has it: `/predict`, `/health`, `/info`. */
export function textEmbeddingsInference(deps: DialectDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.setErrorHandler(answerErrors(tell))

    app.get('/health', async (_request, reply) => {
      if (await isReady(deps)) return reply.send()
      return reply.code(503).send({ error: 'unhealthy', error_type: 'unhealthy' })
    })

    app.get('/info', () => Promise.resolve(infoOf(deps)))

    app.register(predictRoutes(deps))
  }
}

/** What is known of the model; what is about tokens and queues has no meaning here. */
function infoOf({ models, maxTextChars, version }: DialectDeps) {
  return {
    model_id: MODEL_ID,
    model_sha: models.championVersion,
    model_dtype: 'float64',
    served_model_name: MODEL_ID,
    model_type: {
      classifier: { id2label: { 0: 'ham', 1: 'spam' }, label2id: { ham: 0, spam: 1 } },
    },
    max_input_length: maxTextChars,
    max_client_batch_size: MOST_TEXTS,
    auto_truncate: false,
    version,
  }
}

function predictRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  const options = { bodyLimit: BATCH_BODY, schema: { body: PredictSchema } }
  return async (app) => {
    requireMeteredCaller(app, deps)

    app.post('/predict', options, async (request, reply) => {
      const { inputs, raw_scores: isRaw = false } = request.body
      const isBatch = typeof inputs !== 'string' && Array.isArray(inputs[0])
      if (typeof inputs !== 'string' && inputs.length === 0) {
        return reply.code(400).send({ error: 'Batch is empty', error_type: 'empty' })
      }
      if (isBatch && inputs.length > MOST_TEXTS) {
        const error = `batch size ${inputs.length} > maximum allowed batch size ${MOST_TEXTS}`
        return reply.code(413).send({ error, error_type: 'validation' })
      }
      const texts = textsOf(request.body, deps.maxTextChars)
      const wanted = { texts, isWhole: true, pointerOf: isBatch ? placeInBatch : () => '#/inputs' }
      const { decisions } = await classifyMetered(deps, request, reply, wanted)
      sayDecisionId(reply, decisions)
      const scores = isRaw ? 'log-odds' : 'probabilities'
      const predictions = decisions.map((decision) => predictionsOf(decision, scores))
      return reply.send(isBatch ? predictions : predictions[0])
    })
  }
}

const placeInBatch = (index: number) => `#/inputs/${index}`

/**
 * A single text is a string, alone or in a list; a batch is a list of lists of one. Two texts in a list
 * are a pair, which other models judge as one.
 *
 * @throws {DomainError} `invalid-request`.
 *
 * Source: Text Embeddings Inference, router/src/http/types.rs (`PredictInput`).
 */
function textsOf({ inputs, ...cut }: Predict, mostChars: number): readonly string[] {
  if (typeof inputs === 'string') return [truncated(inputs, cut, mostChars)]
  const isBatch = Array.isArray(inputs[0])
  const rows = isBatch ? inputs : [inputs]
  return rows.map((row, i) =>
    truncated(onlyText(row, isBatch ? placeInBatch(i) : '#/inputs'), cut, mostChars),
  )
}

function onlyText(row: unknown, pointer: string): string {
  const [text, second]: readonly unknown[] = Array.isArray(row) ? row : []
  if (typeof text === 'string' && second === undefined) return text
  const detail =
    second === undefined ? 'must be a text in a list' : 'holds several texts, not a single one'
  throw new DomainError('invalid-request', { faults: [{ pointer, code: 'wrong-type', detail }] })
}

/** As many characters as can be judged, where that is wanted: from the beginning or from the end. */
function truncated(text: string, cut: Omit<Predict, 'inputs'>, mostChars: number): string {
  if (cut.truncate !== true || !isLongerThan(text, mostChars)) return text
  // No character has more than two units.
  return cut.truncation_direction?.toLowerCase() === 'left'
    ? [...text.slice(-2 * mostChars)].slice(-mostChars).join('')
    : [...text.slice(0, 2 * mostChars)].slice(0, mostChars).join('')
}
