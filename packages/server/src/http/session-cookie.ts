import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../domain/errors.ts'
import type { Seconds } from '../domain/units.ts'

/** What a page must send for its cookie to speak; a page of another site cannot send it unasked. */
const SESSION_HEADER = 'x-hamlet-session'

/** The refresh token in a cookie that no script sees, no other site sends and no log shows. */
interface SessionCookie {
  readonly name: string
  /** Beside those that all have. */
  readonly attributes: string
}

type Headers = Pick<FastifyRequest, 'headers'>
type Asked = Headers & Pick<FastifyRequest, 'protocol' | 'host'>

/**
 * The refresh token that a request brings in its cookie, if any.
 *
 * @throws {DomainError} `session-header-missing` when there is one, but not the header that goes
 *   with it.
 */
export function refreshTokenOf(request: Asked): string | undefined {
  const token = findCookie(request, cookieFor(request).name)
  if (token !== undefined) requireSessionHeader(request)
  return token
}

/** @throws {DomainError} `session-header-missing`. Source: OWASP CSRF Prevention Cheat Sheet. */
export function requireSessionHeader(request: Headers): void {
  if (!hasSessionHeader(request)) throw new DomainError('session-header-missing', {})
}

/** Whether a request wants its cookie to be read. */
export function hasSessionHeader({ headers }: Headers): boolean {
  return headers[SESSION_HEADER] !== undefined
}

/** Hands the refresh token over in a cookie that ends when the token does. */
export function setSessionCookie(reply: FastifyReply, token: string, life: Seconds): void {
  reply.header('set-cookie', writtenCookie(reply.request, token, life))
}

/** Takes the cookie back. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.header('set-cookie', writtenCookie(reply.request, '', 0 as Seconds))
}

/** A refresh token holds nothing that a cookie may not. Source: RFC 6265, section 4.1.1. */
function writtenCookie(request: Asked, value: string, life: Seconds): string {
  const { name, attributes } = cookieFor(request)
  return `${name}=${value}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict${attributes}`
}

/**
 * Safari neither keeps nor sends a `Secure` cookie without TLS, on this machine either (decision
 * 0019). There it gets a plain one, with the port in its name: cookies do not tell ports apart.
 */
function cookieFor(request: Asked): SessionCookie {
  const { protocol, hostname, port } = originOf(request) ?? {}
  if (protocol !== 'http:' || !isThisMachine(hostname ?? '')) {
    return { name: '__Host-hamlet-session', attributes: '; Secure' }
  }
  return { name: `hamlet-session-${port || '80'}`, attributes: '' }
}

/** Where the page is, as its browser says; a proxy in between may speak and be called differently. */
function originOf({ headers, protocol, host }: Asked): URL | undefined {
  return URL.parse(headers.origin ?? `${protocol}://${host}`) ?? undefined
}

/** Source: Secure Contexts, section 3.1. `URL` writes every IPv4 address with four numbers. */
function isThisMachine(hostname: string): boolean {
  return /^(?:(?:[^.]+\.)*localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(hostname)
}

function findCookie({ headers }: Headers, name: string): string | undefined {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=')
    if (key.trim() === name) return value.join('=').trim()
  }
  return undefined
}
