import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError, type FaultCode, type InputFault } from '../../domain/errors.ts'
import type { Problem } from '../problem.ts'

/** The names of statuses that Google's services give. Source: google/rpc/code.proto. */
const STATUS_NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

/**
 * Tells of a problem as Google's services do.
 *
 * A key that is not valid is answered with 401 and with the words and the reason of the original,
 * which answers 400: clients know it by these, and several take every 400 for a text that cannot be
 * scored, and let it pass.
 */
export function tellGoogleError(reply: FastifyReply, problem: Problem): FastifyReply {
  const code = problem.status in STATUS_NAMES ? problem.status : 400
  const status = STATUS_NAMES[code]
  const told = { code, message: messageOf(reply.request, problem), status }
  const details = detailsOf(reply.request, problem)
  reply.code(code).headers(problem.headers)
  return reply.send({ error: { ...told, ...(details && { details: [details] }) } })
}

/**
 * A fault of what was sent, which a schema cannot find.
 *
 * @param pointer  Where it stands, as a JSON Pointer after `#`.
 * @param detail   A sentence.
 */
export function refusalOf(pointer: string, code: FaultCode, detail: string): DomainError {
  return new DomainError('invalid-request', { faults: [{ pointer, code, detail }] })
}

/** The key that a request names its caller by, if it does so in a way of Google's. */
export function keyOf({ query, headers }: FastifyRequest): string | undefined {
  const { key } = query as { readonly key?: unknown }
  // A key that was sent twice is none.
  if (key !== undefined) return typeof key === 'string' ? key : 'sent twice'
  const header = headers['x-goog-api-key']
  return header === undefined ? undefined : String(header)
}

const BAD_KEY = 'API key not valid. Please pass a valid API key.'

function messageOf(request: FastifyRequest, { status, body }: Problem): string {
  if (status === 401 && keyOf(request)) return BAD_KEY
  // Clients look for the first two words.
  if (status === 429) return `Quota exceeded. ${body.detail}`
  if (body.errors === undefined) return body.detail
  return body.errors.map(sentenceOf).join(' ')
}

/** What is wrong, in the original's words where clients may look for them. */
function sentenceOf(fault: InputFault): string {
  switch (errorTypeOf(fault)) {
    case 'COMMENT_EMPTY':
      return 'Comment must be non-empty.'
    case 'NO_REQUESTED_ATTRIBUTES':
      return 'Missing requested_attributes.'
    default: {
      const place = fault.pointer.slice(2).replaceAll('/', '.')
      return place === '' ? `The body ${fault.detail}.` : `${place}: ${fault.detail}.`
    }
  }
}

/** Source: Perspective's documentation, "Limits and errors". */
type ErrorType =
  | 'COMMENT_EMPTY'
  | 'COMMENT_TOO_LONG'
  | 'NO_REQUESTED_ATTRIBUTES'
  | 'INVALID_REQUEST'

function errorTypeOf({ pointer, code }: InputFault): ErrorType {
  if (pointer === '#/requestedAttributes' && (code === 'missing' || code === 'too-few')) {
    return 'NO_REQUESTED_ATTRIBUTES'
  }
  if (pointer !== '#/comment/text') return 'INVALID_REQUEST'
  if (code === 'empty') return 'COMMENT_EMPTY'
  return code === 'too-long' ? 'COMMENT_TOO_LONG' : 'INVALID_REQUEST'
}

function detailsOf(request: FastifyRequest, { status, body }: Problem) {
  if (status === 401 && keyOf(request)) return reasonOf('API_KEY_INVALID')
  if (status === 429) return reasonOf('RATE_LIMIT_EXCEEDED')
  const [fault] = body.errors ?? []
  if (fault === undefined) return undefined
  const type = 'type.googleapis.com/google.commentanalyzer.v1alpha1.Error'
  return { '@type': type, errorType: errorTypeOf(fault) }
}

function reasonOf(reason: string) {
  return { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }
}
