import type { FastifyReply } from 'fastify'
import type { OverQuota } from '../../domain/account.ts'
import { DomainError, type DomainErrors, type FaultCode } from '../../domain/errors.ts'
import { type Problem, problemOf } from '../problem.ts'

/*
 * Refusals in Akismet's way: text that is neither of the expected answers, and headers that say why.
 * What is wrong with a key or a field comes with status 200, since most clients read no reason but
 * from an answer. None of these headers may ever stand beside a verdict: @cedx/akismet throws then.
 */

/** Sends a text. */
export function sendText(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/plain; charset=utf-8').send(text)
}

/** Refusals of a key, which every client knows by this one word. */
const OF_KEY: readonly string[] = ['invalid-token', 'account-disabled', 'missing-scope']
const NO_KEY = 'The key is missing, unknown, expired or revoked.'
/** Refusals of what a form says. */
const OF_FIELD: readonly string[] = ['invalid-request', 'text-empty']

/** Tells of a problem in Akismet's way. */
export function tellAkismet(reply: FastifyReply, { status, headers, body }: Problem): FastifyReply {
  const code = body.type.slice(body.type.lastIndexOf('/') + 1)
  if (OF_KEY.includes(code))
    return help(reply, code === 'invalid-token' ? NO_KEY : body.detail, 'invalid')
  const [fault] = body.errors ?? []
  if (fault && OF_FIELD.includes(code)) {
    const field = fault.pointer.slice(fault.pointer.lastIndexOf('/') + 1)
    const isMissing = fault.code === 'missing' || fault.code === 'empty'
    return help(reply, `${isMissing ? 'Missing required' : 'Invalid'} field: ${field}.`)
  }
  reply.code(status).headers(headers)
  return status < 500 ? help(reply, body.detail) : sendText(reply, body.detail)
}

/** Sends a text with what helps whoever looks for the fault: the same text, when left out. */
function help(reply: FastifyReply, reason: string, text = reason): FastifyReply {
  return sendText(reply.header('x-akismet-debug-help', inHeader(reason)), text)
}

/** The alert by which WordPress says that checks have ended for this month, in words of its own. */
const MONTH_IS_OVER = '10508'

/** Says that no unit is left, in the headers that WordPress keeps, and shows to a site's owner. */
export function alertOwner(reply: FastifyReply, facts: DomainErrors['quota-exhausted']): string {
  const { detail } = problemOf(new DomainError('quota-exhausted', facts), reply.request.id).body
  reply.headers({
    'x-akismet-alert-code': MONTH_IS_OVER,
    'x-akismet-alert-msg': inHeader(detail),
    'x-akismet-alert-api-calls': String(facts.used),
    'x-akismet-alert-usage-limit': String(facts.limit),
    // WordPress puts this behind "Upgrade to".
    'x-akismet-alert-upgrade-plan': 'a higher monthly limit',
  })
  return detail
}

/**
 * Refuses to check a comment because no unit is left; Retry-After is there already. For the error
 * WordPress holds the comment back.
 */
export function tellQuotaGone(
  reply: FastifyReply,
  facts: DomainErrors['quota-exhausted'],
  overQuota: OverQuota,
): FastifyReply {
  const text = alertOwner(reply.header('x-akismet-error', 'quota_exceeded'), facts)
  // Clients that fail on a status would fail whoever writes: their keys ask for an answer without one.
  return sendText(reply.code(overQuota === 'undecided' ? 200 : 429), text)
}

/** Refuses a field of a form. @throws {DomainError} `invalid-request`. */
export function refuseField(field: string, code: FaultCode): never {
  const fault = { pointer: `#/${field}`, code, detail: `is ${code}` }
  throw new DomainError('invalid-request', { faults: [fault] })
}

/** A header holds printable ASCII. */
function inHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/gu, '?')
}
