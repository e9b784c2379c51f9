import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { DomainError } from '../../domain/errors.ts'
import type { ModelVersion } from '../../domain/units.ts'
import { isReady } from '../../usecases/check-health.ts'
import { requireCaller } from '../authenticate.ts'
import { BATCH_BODY, readAnyAsJson } from '../bodies.ts'
import { classifyMetered } from '../metering.ts'
import { answerErrors, edgeProblem, type TellProblem } from '../problem.ts'
import { type DialectDeps, requireMeteredCaller } from './dialect.ts'
import {
  InferenceSchema,
  outputsOf,
  placeOfText,
  readTexts,
  TENSORS,
} from './open-inference-tensors.ts'
import { plainWordsOf } from './plain-words.ts'

/** Under which name the model is known here. */
const MODEL_NAME = 'spam'

/**
 * The Open Inference Protocol V2 over REST, with errors and the repository's routes as MLServer has
 * them. Its model is called `spam`; it answers by the champion, or by the
 * former version that a path names.
 *
 * Source: kserve/open-inference-protocol, specification/protocol/inference_rest.md.
 */
export function openInference(deps: DialectDeps): FastifyPluginAsync {
  return async (app) => {
    app.register(routesUnder(deps), { prefix: '/v2' })
  }
}

function routesUnder(deps: DialectDeps): FastifyPluginAsync {
  return async (app) => {
    // The clients of Triton name no type of what they send.
    readAnyAsJson(app)
    app.setErrorHandler(answerErrors(tell))
    app.setNotFoundHandler((request, reply) =>
      tell(reply, edgeProblem('route-not-found', request.id)),
    )
    app.register(healthRoutes(deps))
    app.register(metadataRoutes(deps))
    app.register(repositoryRoutes(deps))
    app.register(inferRoutes(deps))
  }
}

/** Tells of a refusal as MLServer does, to which all that is wrong with the input is a 400. */
const tell: TellProblem = (reply, { status, headers, body }) =>
  reply
    .code(status === 422 ? 400 : status)
    .headers(headers)
    .send({ error: plainWordsOf(body) })

interface ModelPath {
  readonly model: string
  readonly version?: string
}

const ModelParams = Type.Object({ model: Type.String(), version: Type.Optional(Type.String()) })
const MODEL_PATHS = ['/models/:model', '/models/:model/versions/:version']

function tellModelNotFound(reply: FastifyReply, { model, version }: ModelPath): FastifyReply {
  const which = version === undefined ? model : `${model} with version ${version}`
  return reply.code(404).send({ error: `Model ${which} not found` })
}

/** Whether there is a model by this name and, where one is named, of this version. */
async function isKnown({ models }: DialectDeps, { model, version }: ModelPath): Promise<boolean> {
  if (model !== MODEL_NAME) return false
  return version === undefined || (await models.listVersions()).some((one) => one === version)
}

function healthRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/health/live', () => Promise.resolve({ live: true }))

    app.get('/health/ready', async (_request, reply) => {
      const ready = await isReady(deps)
      return reply.code(ready ? 200 : 503).send({ ready })
    })

    for (const path of MODEL_PATHS) {
      app.get(`${path}/ready`, { schema: { params: ModelParams } }, async (request, reply) => {
        if (!(await isKnown(deps, request.params))) return tellModelNotFound(reply, request.params)
        const ready = await isReady(deps)
        return reply.code(ready ? 200 : 503).send({ name: MODEL_NAME, ready })
      })
    }
  }
}

function metadataRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  const { projectName: name, version } = deps
  return async (app) => {
    app.get('/', () => Promise.resolve({ name, version, extensions: [] }))

    for (const path of MODEL_PATHS) {
      app.get(path, { schema: { params: ModelParams } }, async (request, reply) => {
        if (!(await isKnown(deps, request.params))) return tellModelNotFound(reply, request.params)
        const versions = await deps.models.listVersions()
        return reply.send({ name: MODEL_NAME, versions, platform: 'spam_linear', ...TENSORS })
      })
    }

    // It may want those only that are ready, and all are.
    app.post('/repository/index', async () => {
      const versions = await deps.models.listVersions()
      return versions.map((one) => ({ name: MODEL_NAME, version: one, state: 'READY', reason: '' }))
    })
  }
}

/** What is loaded is known from the start: loading changes nothing, and unloading is refused. */
function repositoryRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  const schema = { params: ModelParams }
  return async (app) => {
    requireCaller(app, deps, 'spam_ml')

    app.post('/repository/models/:model/load', { schema }, async ({ params }, reply) => {
      if (params.model !== MODEL_NAME) return tellModelNotFound(reply, params)
      return reply.send()
    })

    app.post('/repository/models/:model/unload', { schema }, async ({ params }, reply) => {
      if (params.model !== MODEL_NAME) return tellModelNotFound(reply, params)
      return reply.code(400).send({ error: `Model ${MODEL_NAME} stays loaded while this serves` })
    })
  }
}

function inferRoutes(deps: DialectDeps): FastifyPluginAsyncTypebox {
  const options = {
    bodyLimit: BATCH_BODY,
    schema: { params: ModelParams, body: InferenceSchema },
  }
  return async (app) => {
    requireMeteredCaller(app, deps)
    app.addHook('onRequest', ({ headers }, _reply, done) =>
      done(BINARY in headers ? NOT_BINARY : undefined),
    )

    for (const path of MODEL_PATHS) {
      app.post(`${path}/infer`, options, async (request, reply) => {
        const { params, body } = request
        const classifier = await classifierAt(deps, params)
        if (classifier === undefined) return tellModelNotFound(reply, params)
        const { texts, shape } = readTexts(body)
        const wanted = { texts, classifier, isWhole: true, pointerOf: placeOfText }
        const { decisions } = await classifyMetered(deps, request, reply, wanted)
        return reply.send({
          model_name: MODEL_NAME,
          model_version: decisions[0]?.modelVersion,
          id: body.id ?? request.id,
          parameters: { decision_ids: decisions.map(({ id }) => id).join(',') },
          outputs: outputsOf(body, shape, decisions),
        })
      })
    }
  }
}

/** Announces tensors after the JSON. Source: Triton's "Binary Tensor Data Extension". */
const BINARY = 'inference-header-content-length'

const NOT_BINARY = new DomainError('invalid-request', {
  faults: [
    {
      pointer: `#/headers/${BINARY}`,
      code: 'not-allowed',
      detail: 'announces binary tensors; send their data in the JSON (binary_data=False)',
    },
  ],
})

async function classifierAt(deps: DialectDeps, path: ModelPath) {
  if (!(await isKnown(deps, path))) return undefined
  const { champion, find } = deps.models
  return path.version === undefined ? champion : find(path.version as ModelVersion)
}
