import { isUtf8 } from 'node:buffer'
import formbody from '@fastify/formbody'
import { errorCodes, type FastifyBodyParser, type FastifyInstance } from 'fastify'

/**
 * Reads bodies as JSON and nothing else. An empty one is none, whatever its Content-Type says:
 * many clients name JSON on every request, those without a body too.
 *
 * Source: RFC 8259, section 8.1 (JSON between systems is UTF-8).
 */
export function readJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, jsonParserOf(app))
}

/** Reads bodies of the routes of `app` as JSON, whatever their Content-Type says, and without one. */
export function readAnyAsJson(app: FastifyInstance): void {
  app.addContentTypeParser('*', { parseAs: 'buffer' }, jsonParserOf(app))
}

function jsonParserOf(app: FastifyInstance): FastifyBodyParser<Buffer> {
  // A field called __proto__ is then an unknown field like any other, refused by its pointer.
  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  return (request, body, done) => {
    if (body.length === 0) return done(null)
    if (!isUtf8(body)) return done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY())
    return parse(request, body.toString(), done)
  }
}

/** Reads forms, too, on the routes of `app`. */
export async function readForms(app: FastifyInstance): Promise<void> {
  await app.register(formbody)
}

/** Bytes of a body that may hold up to a thousand texts. */
export const BATCH_BODY = 16_777_216
