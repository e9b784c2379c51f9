import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import {
  DomainError,
  type DomainErrorCode,
  type DomainErrors,
  type InputFault,
  isDomainError,
} from '../domain/errors.ts'
import { DOMAIN_ROWS, EDGE_ROWS, type EdgeCode, type Row } from './problem-table.ts'
import { faultsOf } from './validation.ts'

/** An RFC 9457 problem document, and the headers that go with it. */
export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ProblemBody
}

/** The document itself; other members are facts of the one problem. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly errors?: readonly InputFault[]
  readonly [member: string]: unknown
}

/**
 * Tells a client what went wrong. Anything that is not its doing becomes a bare 500.
 *
 * @param requestId  Under which the log tells the rest.
 *
 * Source: RFC 9457, section 3.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) return domainProblem(error, requestId)
  if (!isClientError(error)) return edgeProblem('internal', requestId)
  if (error.validation === undefined) return edgeProblem(edgeCodeOf(error), requestId)
  const faults = faultsOf(error.validation, error.validationContext)
  return domainProblem(new DomainError('invalid-request', { faults }), requestId)
}

/** Answers with a problem. */
export function sendProblem(reply: FastifyReply, { status, headers, body }: Problem): FastifyReply {
  return reply.code(status).headers(headers).type('application/problem+json').send(body)
}

/** Tells of a problem in some form: {@link sendProblem}, or that of a dialect. */
export type TellProblem = (reply: FastifyReply, problem: Problem) => unknown

/** A handler of errors that tells of them in this form, and logs those that are the server's own. */
export function answerErrors(tell: TellProblem) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const problem = problemOf(error, request.id)
    // Of what is refused because there is too much there is too much to log; the metrics count it.
    if (problem.status >= 500 && !isDomainError(error, 'overloaded')) {
      request.log.error({ err: error }, 'request failed')
    }
    tell(reply, problem)
  }
}

/** A problem of the HTTP edge itself. */
export function edgeProblem(code: EdgeCode, requestId: string): Problem {
  const { status, title, detail } = EDGE_ROWS[code]
  return problem({ code, status, title, detail }, {}, requestId)
}

function domainProblem<Code extends DomainErrorCode>(
  { code, facts }: DomainError<Code>,
  requestId: string,
): Problem {
  const row: Row<DomainErrors[Code]> = DOMAIN_ROWS[code]
  const summary = { code, status: row.status, title: row.title, detail: row.detail(facts) }
  return problem(summary, row.members?.(facts) ?? {}, requestId, row.headers?.(facts))
}

function problem(
  summary: {
    readonly code: string
    readonly status: number
    readonly title: string
    readonly detail: string
  },
  members: Readonly<Record<string, unknown>>,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  const { code, status, title, detail } = summary
  const instance = `urn:hamlet:request:${requestId}`
  const body = { type: `/problems/${code}`, title, status, detail, instance, ...members }
  return { status, headers, body }
}

function isClientError(error: unknown): error is FastifyError {
  const { code, statusCode = 500 } = (error ?? {}) as { code?: unknown; statusCode?: number }
  return String(code).startsWith('FST_') && statusCode >= 400 && statusCode < 500
}

function edgeCodeOf({ code }: FastifyError): EdgeCode {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return 'body-too-large'
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'unsupported-media-type'
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'malformed-body'
    default:
      return 'bad-request'
  }
}
