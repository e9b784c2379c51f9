import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../domain/account.ts'
import type { Judgement } from '../domain/decision.ts'
import { DomainError, isDomainError } from '../domain/errors.ts'
import { secondsLeft } from '../domain/quota.ts'
import type { Seconds } from '../domain/units.ts'
import {
  type Classified,
  type ClassifyDeps,
  type ClassifyRequest,
  classifyTexts,
} from '../usecases/classify-text.ts'
import type { IdempotencyRequest } from '../usecases/idempotency.ts'
import { callerOf } from './authenticate.ts'
import type { Metrics } from './metrics.ts'
import { sendQuotaHeaders } from './quota-headers.ts'

/** What metered routes need beside the use case. */
export interface MeteringDeps extends ClassifyDeps {
  readonly now: () => Date
  readonly metrics: Metrics
  /** Classifications of one caller per second and process. */
  readonly burstPerSecond: number
}

/** Under which name the burst limit is known to everything below the root. */
const BURSTS = 'bursts'

/** Says whether a request is within the burst limit of its caller. */
type CheckBurst = ReturnType<FastifyInstance['createRateLimit']>

/** Counts the requests of each caller, whatever metered route they are for. `app` is the root. */
export function countBursts(app: FastifyInstance, burstPerSecond: number): void {
  const check = app.createRateLimit({
    max: burstPerSecond,
    timeWindow: 1000,
    keyGenerator: (request) => callerOf(request).accountId,
  })
  app.decorate(BURSTS, check)
}

/** Puts the burst limit before every route of `app`. It counts callers, so guard `app` first. */
export function limitBursts(app: FastifyInstance, burstPerSecond: number): void {
  const check = app.getDecorator<CheckBurst>(BURSTS)
  app.addHook('preHandler', async (request, reply) => {
    const burst = await check(request)
    if (burst.isAllowed || !burst.isExceeded) return
    reply.header('ratelimit-policy', `"burst";q=${burstPerSecond};w=1`)
    reply.header('ratelimit', '"burst";r=0;t=1')
    const retryAfter = 1 as Seconds
    throw new DomainError('too-many-requests', { limit: burstPerSecond, retryAfter })
  })
}

/** What a metered route was sent. */
export interface MeteredRequest extends Omit<ClassifyRequest, 'idempotency'> {
  /** What makes it the same request as another one on its route; the body, when left out. */
  readonly asked?: unknown
}

/** Classifies what a metered route was sent, and says in the headers what is left. */
export async function classifyMetered(
  deps: MeteringDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { asked = request.body, ...wanted }: MeteredRequest,
): Promise<Classified> {
  const caller: Caller = callerOf(request)
  const idempotency = idempotencyOf(request, asked)
  const headers = { now: deps.now(), burst: deps.burstPerSecond }
  try {
    const classified = await classifyTexts(deps, caller, { ...wanted, idempotency })
    sendQuotaHeaders(reply, classified.usage, headers)
    deps.metrics.traffic.noteTexts(classified.decisions.length)
    for (const { label, verdict } of classified.decisions)
      deps.metrics.countDecision(label, verdict)
    return classified
  } catch (error) {
    if (isDomainError(error, 'quota-exhausted')) {
      sendQuotaHeaders(reply, error.facts, headers)
      reply.header('retry-after', String(Math.max(1, secondsLeft(error.facts.period, headers.now))))
    }
    throw error
  }
}

/** The decision of a request that sent one text. */
export function onlyDecision({ decisions }: Classified): Judgement {
  const [decision] = decisions
  if (decision === undefined) throw new RangeError('a single text was granted no decision')
  return decision
}

const KEY_FORM = /^(?:"([\x20-\x21\x23-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/u

/**
 * The request's `Idempotency-Key`, as the draft's quoted string or bare.
 *
 * @throws {DomainError} `idempotency-key-invalid`.
 *
 * Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.1.
 */
function idempotencyOf(request: FastifyRequest, asked: unknown): IdempotencyRequest | undefined {
  const { 'idempotency-key': sent } = request.headers
  if (sent === undefined) return undefined
  const [, quoted, bare] = KEY_FORM.exec(String(sent)) ?? []
  const key = quoted ?? bare
  if (key === undefined) throw new DomainError('idempotency-key-invalid', {})
  return { key, fingerprint: `${routeOf(request)}\n${JSON.stringify(asked)}` }
}

/** What is asked for beside that: the route, and the whole path where it names something. A query may hold a key. */
function routeOf({ method, url, routeOptions }: FastifyRequest): string {
  const { url: route = '' } = routeOptions
  const [path] = url.split('?')
  return `${method} ${route.includes(':') ? path : route}`
}
