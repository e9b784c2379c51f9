import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Models } from '../../usecases/models.ts'
import { buildCodings, type ChooseCoding, type Coding } from '../content-codings.ts'

/** What handing out the model needs. */
export interface ModelFileDeps {
  readonly models: Models
}

const fileSchema = {
  operationId: 'getModelFile',
  summary: 'The model file that answers now',
  description:
    'The bytes of docs/model-format.md. `ETag` holds their SHA-256, after which the coding of the ' +
    'answer follows where it has one; `X-Model-Version` is the version that decisions name.',
  tags: ['models'],
  response: {
    200: {
      description: 'The file.',
      content: {
        'application/octet-stream': {
          schema: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
        },
      },
    },
    304: { description: 'The file is the one that `If-None-Match` names.', type: 'null' },
  },
}

/** One model's file, ready to be sent. */
interface ModelFile {
  readonly sha256: string
  readonly choose: ChooseCoding
}

/** `GET /v1/models/champion/file`, for anybody: a page judges by it without asking the server. */
export function modelFileRoutes({ models }: ModelFileDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    let file: ModelFile | undefined
    app.get('/v1/models/champion/file', { schema: fileSchema }, async (request, reply) => {
      file ??= modelFileOf(models.championBytes)
      const { sha256, choose } = file
      const { 'if-none-match': known, 'accept-encoding': accepted } = request.headers
      reply.headers({
        vary: 'accept-encoding',
        'cache-control': 'no-cache',
        'x-model-version': models.championVersion,
      })
      const stored = storedTag(known, sha256)
      if (stored !== undefined) return reply.code(304).header('etag', stored).send()
      const { coding, bytes } = await choose(accepted)
      if (coding !== 'identity') reply.header('content-encoding', coding)
      return reply
        .header('etag', tagOf(sha256, coding))
        .type('application/octet-stream')
        .send(bytes)
    })
  }
}

function modelFileOf(bytes: Uint8Array): ModelFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { sha256, choose: buildCodings(bytes) }
}

/** Bytes in another coding are other bytes. Source: RFC 9110, section 8.8.3.3. */
function tagOf(sha256: string, coding: Coding): string {
  return coding === 'identity' ? `"${sha256}"` : `"${sha256}-${coding}"`
}

/** The tag of what a client has, if it is this file in any coding. Source: RFC 9110, 13.1.2. */
function storedTag(known: string | undefined, sha256: string): string | undefined {
  if (known === undefined) return undefined
  const sent = known.split(',').map((tag) => tag.trim().replace(/^W\//u, ''))
  const tags = (['identity', 'br', 'gzip'] as const).map((coding) => tagOf(sha256, coding))
  return sent.includes('*') ? tags[0] : tags.find((tag) => sent.includes(tag))
}
