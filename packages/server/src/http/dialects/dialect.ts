import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { HealthCheck } from '../../usecases/check-health.ts'
import type { IdentifyDeps } from '../../usecases/identify-caller.ts'
import type { ReportDeps } from '../../usecases/report-decision.ts'
import type { UsageDeps } from '../../usecases/show-usage.ts'
import { requireCaller } from '../authenticate.ts'
import { limitBursts, type MeteringDeps } from '../metering.ts'
import { refuseWhenBehind } from '../overload.ts'

/** What a dialect may use: the use cases behind the API's own routes, and no rule of its own. */
export type DialectDeps = MeteringDeps &
  IdentifyDeps &
  ReportDeps &
  UsageDeps & {
    readonly checkHealth: HealthCheck
    readonly projectName: string
    readonly version: string
    /** False from the moment the server begins to stop. */
    readonly isServing: () => boolean
  }

/**
 * A foreign wire format: it reads requests in that form, calls use cases and answers in that form,
 * refusals included, all in one plugin that nothing outside it sees.
 */
export type Dialect = (deps: DialectDeps) => FastifyPluginAsync

/**
 * Puts before every route of `app` what stands before the API's own that cost units: callers name
 * themselves by a token or an API key, and come neither too often nor when there is too much to do.
 */
export function requireMeteredCaller(app: FastifyInstance, deps: DialectDeps): void {
  refuseWhenBehind(app, () => deps.ledger.isBehind())
  requireCaller(app, deps, 'spam_ml')
  limitBursts(app, deps.burstPerSecond)
}
