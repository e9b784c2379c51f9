import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { DomainError } from '../../domain/errors.ts'
import { isSameText } from '../../security/digest.ts'
import type { Secret } from '../../security/secret.ts'
import { type Health, type HealthCheck, isReady, touch } from '../../usecases/check-health.ts'
import { type IdentifyDeps, identifyCaller } from '../../usecases/identify-caller.ts'
import type { AccountRules } from '../../usecases/register-account.ts'
import { credentialOf } from '../authenticate.ts'
import type { Ending } from '../last-answers.ts'
import { PAGE_PATH, type PageDeps } from '../page.ts'
import { NullableSchema, WordSchema } from '../schemas.ts'

/** What the system's own routes need. */
export interface SystemDeps extends IdentifyDeps, PageDeps, Pick<Ending, 'isServing'> {
  readonly checkHealth: HealthCheck
  readonly projectName: string
  readonly version: string
  readonly accountRules: Pick<AccountRules, 'passwordMinLength'>
  readonly metricsToken: Secret | undefined
  /** Counters of every process of this server, in the text form that Prometheus reads. */
  readonly renderMetrics: () => Promise<string>
}

const CheckSchema = Type.Object({
  status: WordSchema(['ok', 'failing']),
  checks: Type.Object({
    database: Type.Object({
      status: WordSchema(['ok', 'unavailable']),
      latency_ms: Type.Number(),
    }),
    model: Type.Object({ status: WordSchema(['ok']), version: Type.String() }),
    migrations: Type.Object({ status: WordSchema(['ok', 'pending', 'unknown']) }),
  }),
})

const homeSchema = {
  operationId: 'home',
  summary: 'What this is, after touching the database; a browser is sent on',
  tags: ['system'],
  response: {
    200: Type.Object({
      message: Type.String(),
      version: Type.String(),
      docs: Type.String(),
      password_min_length: Type.Integer({
        description: 'Characters that a new password must have at least.',
      }),
    }),
  },
}

const healthSchema = {
  operationId: 'healthCheck',
  summary: 'How each part is; 503 when one fails, within two seconds',
  tags: ['system'],
  response: { 200: CheckSchema, 503: CheckSchema },
}

const StatusReply = Type.Object({ status: Type.String() })

const livezSchema = {
  operationId: 'livez',
  summary: 'Whether the process is alive',
  tags: ['system'],
  response: { 200: StatusReply },
}

const readyzSchema = {
  operationId: 'readyz',
  summary: 'Whether the process can serve: database, model, not stopping',
  tags: ['system'],
  response: { 200: StatusReply, 503: StatusReply },
}

const allRoutesSchema = {
  operationId: 'allRoutes',
  summary: 'Every route',
  tags: ['system'],
  response: {
    200: Type.Array(
      Type.Object({ method: Type.String(), path: Type.String(), name: NullableSchema('string') }),
    ),
  },
}

const metricsSchema = {
  operationId: 'metrics',
  summary: 'Counters for Prometheus: from this machine, for administrators, or with METRICS_TOKEN',
  tags: ['system'],
}

/** A route as `/all_routes` lists it. */
export interface RouteEntry {
  readonly method: string
  readonly path: string
  readonly name: string
}

/** Notes every route of the API that is put on `app` from now on. */
export function noteRoutes(app: FastifyInstance): readonly RouteEntry[] {
  const routes: RouteEntry[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    const name = schema?.operationId
    const methods = [method].flat().filter((verb) => verb !== 'HEAD')
    if (name === undefined) return
    for (const verb of methods) routes.push({ method: verb, path: openPath(url), name })
  })
  return routes
}

/** `/users/:id` as OpenAPI writes it. */
function openPath(url: string): string {
  return url.replace(/:(\w+)/gu, '{$1}')
}

/** `/`, health, readiness, the list of routes and the metrics. */
export function systemRoutes(
  deps: SystemDeps,
  routes: readonly RouteEntry[],
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/', { schema: homeSchema }, async (request, reply) => {
      if (wantsHtml(request)) return reply.redirect(deps.pageFolder ? PAGE_PATH : '/docs')
      await touch(deps)
      const { projectName, version, accountRules } = deps
      return {
        ...{ message: `${projectName} is up`, version, docs: '/docs' },
        password_min_length: accountRules.passwordMinLength,
      }
    })

    app.get('/health_check', { schema: healthSchema }, async (_request, reply) => {
      const health = await deps.checkHealth()
      reply.code(health.isWell ? 200 : 503)
      return healthReply(health)
    })

    app.get('/livez', { schema: livezSchema }, () => Promise.resolve({ status: 'alive' }))

    app.get('/readyz', { schema: readyzSchema }, async (_request, reply) => {
      const canServe = await isReady(deps)
      reply.code(canServe ? 200 : 503)
      return { status: canServe ? 'ready' : 'not ready' }
    })

    app.get('/all_routes', { schema: allRoutesSchema }, () => Promise.resolve([...routes]))

    app.get('/metrics', { schema: metricsSchema }, async (request, reply) => {
      await requireMetricsReader(deps, request)
      reply.type('text/plain; version=0.0.4; charset=utf-8')
      return deps.renderMetrics()
    })
  }
}

function wantsHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false
}

function healthReply(health: Health): Static<typeof CheckSchema> {
  const { database, model, migrations } = health
  return {
    status: health.isWell ? 'ok' : 'failing',
    checks: {
      database: { status: database.status, latency_ms: database.latencyMs },
      model,
      migrations,
    },
  }
}

async function requireMetricsReader(deps: SystemDeps, request: FastifyRequest): Promise<void> {
  const credential = credentialOf(request)
  if (credential === undefined && isFromHere(request)) return
  const token = deps.metricsToken?.reveal()
  if (token !== undefined && credential !== undefined && isSameText(credential, token)) return
  const caller = await identifyCaller(deps, credential)
  if (!caller.scopes.includes('admin')) throw new DomainError('missing-scope', { scope: 'admin' })
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/u

/** Whether a request comes from this machine itself, and not through a proxy on it. */
function isFromHere({ socket, headers }: FastifyRequest): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return !isForwarded && LOOPBACK.test(socket.remoteAddress ?? '')
}
