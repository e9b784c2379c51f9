import type { IncomingMessage } from 'node:http'
import cors from '@fastify/cors'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { LogInDeps } from '../usecases/log-in.ts'
import type { ReadDecisionsDeps } from '../usecases/read-decisions.ts'
import type { RefreshDeps } from '../usecases/refresh-session.ts'
import type { ReportDeps } from '../usecases/report-decision.ts'
import type { UsageDeps } from '../usecases/show-usage.ts'
import { requireCaller } from './authenticate.ts'
import { BATCH_BODY, readForms, readJson } from './bodies.ts'
import { answerClientError } from './client-error.ts'
import { dialectRoutes } from './dialects.ts'
import { closeAfterLastAnswers, type Ending } from './last-answers.ts'
import { countBursts, limitBursts, type MeteringDeps } from './metering.ts'
import { measureRequests } from './metrics.ts'
import { describeApi } from './openapi.ts'
import { refuseWhenBehind } from './overload.ts'
import { type PageDeps, servePage } from './page.ts'
import { answerErrors, edgeProblem, sendProblem } from './problem.ts'
import {
  type ChildLoggerOptions,
  type Facts,
  logAnswers,
  RequestLog,
  type ServerLog,
} from './request-log.ts'
import { type AccountRouteDeps, ownAccountRoutes, registerRoutes } from './routes/accounts.ts'
import { administrationRoutes } from './routes/administration.ts'
import { championRoutes } from './routes/champion.ts'
import { classifyRoutes } from './routes/classify.ts'
import { decisionRoutes } from './routes/decisions.ts'
import { keyRoutes } from './routes/keys.ts'
import { type ModelFileDeps, modelFileRoutes } from './routes/model-file.ts'
import { predictRoutes } from './routes/predict.ts'
import { reportRoutes } from './routes/reports.ts'
import { credentialRoutes, logInRoutes, logOutRoutes, sessionRoutes } from './routes/sessions.ts'
import { noteRoutes, type SystemDeps, systemRoutes } from './routes/system.ts'
import { type TrafficDeps, trafficRoutes } from './routes/traffic.ts'
import { usageRoutes } from './routes/usage.ts'
import { sendSecurityHeaders } from './security-headers.ts'
import { requestIdOf, sayTiming, sayTimingAndId } from './timing.ts'
import { buildValidatorCompiler, requireUnicode } from './validation.ts'

/** What the edge needs: the dependencies of every use case it serves. */
export type HttpDeps = AccountRouteDeps &
  LogInDeps &
  RefreshDeps &
  MeteringDeps &
  ReadDecisionsDeps &
  UsageDeps &
  PageDeps &
  ModelFileDeps &
  SystemDeps &
  Ending &
  ReportDeps &
  TrafficDeps & {
    readonly log: ServerLog
    /** Origins whose pages may call; `'*'` for any. */
    readonly corsOrigins: '*' | readonly string[]
    readonly trustProxy: TrustProxy
    /** How long clients may take, for tests that cannot wait as long. */
    readonly clientPatience?: ClientPatience | undefined
  }

/** Whose `X-Forwarded-For` is believed: everybody's, nobody's, so many hops', or these addresses'. */
export type TrustProxy = boolean | number | readonly string[]

/** Bytes of one character in JSON at most: `\uXXXX`. */
const ESCAPED_BYTES = 6
const SMALL_BODY = 1_048_576

/** Builds the server with every route on it. It does not listen. */
export async function buildServer(deps: HttpDeps): Promise<FastifyInstance> {
  const app = Fastify(optionsOf(deps))
  app.setValidatorCompiler(buildValidatorCompiler())
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, edgeProblem('route-not-found', request.id)),
  )
  sayTimingAndId(app)
  closeAfterLastAnswers(app, deps)
  measureRequests(app, deps.metrics)
  logAnswers(app, deps.log)
  readJson(app)
  app.addHook('preHandler', requireUnicode)
  await hardenApp(app, deps)
  const routes = noteRoutes(app)
  await describeApi(app, deps)
  await servePage(app, deps)
  await app.register(systemRoutes(deps, routes))
  await app.register(registerRoutes(deps))
  await app.register(modelFileRoutes(deps))
  await app.register(formRoutes(deps))
  await app.register(logOutRoutes(deps))
  await app.register(guardedRoutes(deps))
  await app.register(dialectRoutes(deps))
  return app
}

function optionsOf({ log, trustProxy, maxTextChars, clientPatience = PATIENCE }: HttpDeps) {
  const loggerInstance: FastifyBaseLogger = log
  return {
    loggerInstance,
    childLoggerFactory: (parent: FastifyBaseLogger, request: Facts, options: ChildLoggerOptions) =>
      new RequestLog(parent, request, options),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers['x-request-id']),
    bodyLimit: Math.max(SMALL_BODY, maxTextChars * ESCAPED_BYTES + 65_536),
    trustProxy: trustOf(trustProxy),
    // No id is that long, and no header; what cannot be an id is then not found, like any other.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    ...timeoutsOf(clientPatience),
    // Stopping takes no new connections; what comes on an open one is answered, and closes it.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerPathError,
  }
}

/** How long clients may take, in milliseconds. */
export interface ClientPatience {
  /** From the first byte of a request, or from its connection, to the end of its head. */
  readonly head: number
  /** To the end of its body. */
  readonly request: number
  /** Between two requests. */
  readonly keepAlive: number
  /** Without a byte in any direction, such as of a client that does not read its answer. */
  readonly silence: number
  /** How often head and request are looked after. */
  readonly check: number
}

/** Proxies keep connections for a minute, and should be the ones to close them. */
const PATIENCE: ClientPatience = {
  head: 10_000,
  request: 30_000,
  keepAlive: 72_000,
  silence: 60_000,
  check: 2000,
}

function timeoutsOf({ head, request, keepAlive, silence, check }: ClientPatience) {
  return {
    requestTimeout: request,
    keepAliveTimeout: keepAlive,
    connectionTimeout: silence,
    http: { headersTimeout: head, connectionsCheckingInterval: check },
  }
}

function trustOf(trust: TrustProxy): boolean | string[] | TrustProxyFunction {
  if (typeof trust === 'number') return (_address, hop) => hop < trust
  return typeof trust === 'boolean' ? trust : [...trust]
}

type TrustProxyFunction = (address: string, hop: number) => boolean

async function hardenApp(
  app: FastifyInstance,
  { corsOrigins, burstPerSecond }: HttpDeps,
): Promise<void> {
  sendSecurityHeaders(app)
  await app.register(rateLimit, { global: false })
  countBursts(app, burstPerSecond)
  if (corsOrigins.length === 0) return
  const origin = corsOrigins === '*' ? '*' : [...corsOrigins]
  const exposedHeaders = [
    ...['x-request-id', 'ratelimit', 'ratelimit-policy', 'retry-after'],
    ...['etag', 'x-model-version', 'x-decision-id'],
  ]
  await app.register(cors, { origin, exposedHeaders, methods: ['GET', 'POST', 'PATCH', 'DELETE'] })
}

/** Logging in reads forms, as OAuth2 has it; no other route does. */
function formRoutes(deps: HttpDeps) {
  return async (app: FastifyInstance) => {
    await readForms(app)
    app.register(logInRoutes(deps))
  }
}

/** Routes for callers, in rooms by the scope that opens them. */
function guardedRoutes(deps: HttpDeps) {
  return async (app: FastifyInstance) => {
    app.register(async (anyCaller) => {
      requireCaller(anyCaller, deps)
      anyCaller.register(credentialRoutes)
      anyCaller.register(administrationRoutes(deps))
    })
    app.register(async (admin) => {
      requireCaller(admin, deps, 'admin')
      admin.register(trafficRoutes(deps))
      admin.register(championRoutes(deps))
    })
    app.register(async (owner) => {
      requireCaller(owner, deps, 'account')
      owner.register(ownAccountRoutes(deps))
      owner.register(sessionRoutes(deps))
      owner.register(keyRoutes(deps))
    })
    app.register(async (reader) => {
      requireCaller(reader, deps, 'spam_ml')
      reader.register(decisionRoutes(deps))
      reader.register(usageRoutes(deps))
    })
    app.register(async (reporter) => {
      requireCaller(reporter, deps, 'reports')
      reporter.register(reportRoutes(deps))
    })
    app.register(async (classifier) => {
      refuseWhenBehind(classifier, () => deps.ledger.isBehind())
      requireCaller(classifier, deps, 'spam_ml')
      classifier.register(meteredRoutes(deps))
    })
  }
}

function meteredRoutes(deps: HttpDeps) {
  return async (app: FastifyInstance) => {
    limitBursts(app, deps.burstPerSecond)
    app.register(predictRoutes(deps))
    app.register(classifyRoutes({ ...deps, batchBodyLimit: BATCH_BODY }))
  }
}

const answerError = answerErrors(sendProblem)

/** Faults of the path itself, such as a malformed escape, come before any route and hook. */
function answerPathError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sayTiming(reply)
  answerError(error, request, reply)
}
