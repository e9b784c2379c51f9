import type { FastifyPluginAsync } from 'fastify'
import { akismet } from './dialects/akismet.ts'
import type { Dialect, DialectDeps } from './dialects/dialect.ts'
import { huggingFace } from './dialects/hugging-face.ts'
import { openInference } from './dialects/open-inference.ts'
import { perspective } from './dialects/perspective.ts'

/** Every foreign wire format that is spoken, a line each. docs/dialects.md tells who speaks it. */
const DIALECTS: readonly Dialect[] = [akismet, huggingFace, openInference, perspective]

/** The routes of all dialects; the OpenAPI document, which describes Hamlet's own, leaves them out. */
export function dialectRoutes(deps: DialectDeps): FastifyPluginAsync {
  return async (app) => {
    app.addHook('onRoute', (route) => {
      route.schema = { ...route.schema, hide: true }
    })
    for (const dialect of DIALECTS) app.register(dialect(deps))
  }
}
