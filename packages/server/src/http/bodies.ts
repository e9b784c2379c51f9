import { isUtf8 } from 'node:buffer'
import formbody from '@fastify/formbody'
import { errorCodes, type FastifyInstance } from 'fastify'

/**
 * Reads bodies as JSON and nothing else. An empty one is none, whatever its Content-Type says:
 * many clients name JSON on every request, those without a body too.
 *
 * @param mediaType  Which bodies are read; `*` for any, also of those that name no type.
 *
 * Source: RFC 8259, section 8.1 (JSON between systems is UTF-8).
 */
export function readJson(app: FastifyInstance, mediaType = 'application/json'): void {
  // A field called __proto__ is then an unknown field like any other, refused by its pointer.
  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(mediaType, { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) return done(null)
    if (!isUtf8(body)) return done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY())
    return parse(request, body.toString(), done)
  })
}

/** Reads forms, too, on the routes of `app`. */
export async function readForms(app: FastifyInstance): Promise<void> {
  await app.register(formbody)
}
