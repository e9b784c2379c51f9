import type { FastifyPluginAsync } from 'fastify'
import type { IdentifyDeps } from '../../usecases/identify-caller.ts'
import type { ReportDeps } from '../../usecases/report-decision.ts'
import type { UsageDeps } from '../../usecases/show-usage.ts'
import type { MeteringDeps } from '../metering.ts'

/** What a dialect may use: the use cases behind the API's own routes, and no rule of its own. */
export type DialectDeps = MeteringDeps &
  IdentifyDeps &
  ReportDeps &
  UsageDeps & { readonly projectName: string; readonly version: string }

/**
 * A foreign wire format: it reads requests in that form, calls use cases and answers in that form,
 * refusals included, all in one plugin that nothing outside it sees.
 */
export type Dialect = (deps: DialectDeps) => FastifyPluginAsync
