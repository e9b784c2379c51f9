import type { FastifyInstance } from 'fastify'
import { answerErrors, edgeProblem } from '../problem.ts'
import { accountRoutes } from './akismet-account.ts'
import { checkRoutes, submitRoutes } from './akismet-check.ts'
import { readAkismetForms } from './akismet-form.ts'
import { sendText, tellAkismet } from './akismet-refusals.ts'
import type { Dialect, DialectDeps } from './dialect.ts'

/** Clients differ in which version they ask for what; the answers do not. */
const VERSIONS = ['1.1', '1.2'] as const

/** Akismet's REST API, at the root of the host. docs/dialects.md tells what differs. */
export const akismet: Dialect = (deps) => async (app) => {
  app.setErrorHandler(answerErrors(tellAkismet))
  for (const version of VERSIONS) app.register(versionRoutes(deps), { prefix: `/${version}` })
}

function versionRoutes(deps: DialectDeps) {
  return async (app: FastifyInstance) => {
    readAkismetForms(app, bodyLimitOf(deps))
    app.setNotFoundHandler((request, reply) =>
      tellAkismet(reply, edgeProblem('route-not-found', request.id)),
    )
    // By this WordPress finds out whether it reaches its server.
    app.get('/test', (_request, reply) => sendText(reply, 'connected'))
    app.register(accountRoutes(deps))
    app.register(checkRoutes(deps))
    app.register(submitRoutes(deps))
  }
}

/** Bytes of one character in a form at most: four, escaped. */
const ESCAPED_BYTES = 12

/** WordPress sends a comment twice, as its content and as what was posted, and much beside it. */
function bodyLimitOf({ maxTextChars }: Pick<DialectDeps, 'maxTextChars'>): number {
  return Math.max(1_048_576, 2 * maxTextChars * ESCAPED_BYTES + 262_144)
}
