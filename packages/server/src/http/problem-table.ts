import type { DomainErrorCode, DomainErrors, InputFault } from '../domain/errors.ts'

/** How a refusal is told over HTTP. */
export interface Row<Facts = never> {
  readonly status: number
  readonly title: string
  readonly detail: (facts: Facts) => string
  readonly headers?: (facts: Facts) => Readonly<Record<string, string>>
  /** Members of the document beside those of RFC 9457. */
  readonly members?: (facts: Facts) => Readonly<Record<string, unknown>>
}

type Rows = { readonly [Code in DomainErrorCode]: Row<DomainErrors[Code]> }

/** One fault as the `errors` member has it. */
const fault = (one: InputFault) => ({ errors: [one] })

/** Every text that cannot be judged: whoever sent many can leave all of those out at once. */
const textFaults = ({ texts, limit }: DomainErrors['text-empty' | 'text-too-long']) => ({
  errors: texts.map(
    ({ pointer, code }): InputFault =>
      code === 'empty'
        ? { pointer, code, detail: 'is empty' }
        : { pointer, code, limit, detail: `has more than ${limit} characters` },
  ),
})

const IDEMPOTENCY_KEY = '#/headers/idempotency-key'

/** The only place where a refusal meets a status code. A code without a row does not compile. */
export const DOMAIN_ROWS: Rows = {
  'account-disabled': {
    status: 403,
    title: 'Account disabled',
    detail: () => 'An administrator disabled this account.',
  },
  'account-exists': {
    status: 409,
    title: 'Account exists',
    detail: ({ fields }) => `Taken by another account: ${fields.join(', ')}.`,
    members: ({ fields }) => ({
      errors: fields.map(
        (field): InputFault => ({ pointer: `#/${field}`, code: 'taken', detail: 'is taken' }),
      ),
    }),
  },
  'account-not-found': {
    status: 404,
    title: 'Account not found',
    detail: () => 'There is no such account, or it is not yours to see.',
  },
  'database-unavailable': {
    status: 503,
    title: 'Database unavailable',
    detail: () => 'The database does not answer. Try again in a moment.',
    headers: () => ({ 'retry-after': '2' }),
  },
  'decision-not-found': {
    status: 404,
    title: 'Decision not found',
    detail: () => 'There is no such decision, or it is not yours, or it was erased with age.',
  },
  'document-invalid': {
    status: 422,
    title: 'Document invalid',
    detail: () => 'The document number is neither a CPF nor a CNPJ.',
    members: () =>
      fault({
        pointer: '#/document_number',
        code: 'malformed',
        detail: 'is neither a CPF nor a CNPJ: check its digits',
      }),
  },
  'idempotency-key-invalid': {
    status: 422,
    title: 'Idempotency key invalid',
    detail: () => 'An Idempotency-Key is 1 to 255 printable ASCII characters, quoted or not.',
    members: () =>
      fault({
        pointer: IDEMPOTENCY_KEY,
        code: 'malformed',
        detail: 'is not 1 to 255 printable characters',
      }),
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    detail: () => 'This Idempotency-Key came with another request within the last 24 hours.',
    members: () =>
      fault({ pointer: IDEMPOTENCY_KEY, code: 'taken', detail: 'belongs to another request' }),
  },
  'idempotency-key-running': {
    status: 409,
    title: 'Request still running',
    detail: () => 'A request with this Idempotency-Key is still running. Try again in a moment.',
    headers: () => ({ 'retry-after': '1' }),
  },
  'invalid-credentials': {
    status: 401,
    title: 'Invalid credentials',
    detail: () => 'Username or password is wrong.',
    headers: () => ({ 'www-authenticate': 'Bearer realm="hamlet"' }),
  },
  'invalid-refresh-token': {
    status: 401,
    title: 'Invalid refresh token',
    detail: () => 'The refresh token is unknown, used, expired or revoked. Log in again.',
    headers: () => ({ 'www-authenticate': 'Bearer realm="hamlet"' }),
  },
  'invalid-request': {
    status: 422,
    title: 'Invalid request',
    detail: ({ faults }) => faults.map((one) => `${one.pointer} ${one.detail}`).join('; '),
    members: ({ faults }) => ({ errors: faults }),
  },
  'invalid-scope': {
    status: 422,
    title: 'Invalid scope',
    detail: ({ available }) => `Not among the scopes you may have: ${available.join(' ')}.`,
    members: ({ available, pointer }) =>
      fault({ pointer, code: 'not-allowed', detail: `may hold: ${available.join(' ')}` }),
  },
  'invalid-token': {
    status: 401,
    title: 'Invalid token',
    detail: ({ credential }) =>
      credential === 'missing'
        ? 'Send an access token or an API key: "Authorization: Bearer ..." or "X-API-Key: ...".'
        : 'The access token or API key is unknown, expired or revoked.',
    headers: ({ credential }) => ({
      'www-authenticate':
        credential === 'missing'
          ? 'Bearer realm="hamlet"'
          : 'Bearer realm="hamlet", error="invalid_token"',
    }),
  },
  'key-not-found': {
    status: 404,
    title: 'Key not found',
    detail: () => 'You have no API key with this id.',
  },
  'last-admin': {
    status: 409,
    title: 'Last administrator',
    detail: () => 'This is the only administrator left. Make another one first.',
  },
  'missing-scope': {
    status: 403,
    title: 'Missing scope',
    detail: ({ scope }) => `This needs the scope "${scope}", which the credential was not granted.`,
    headers: ({ scope }) => ({
      'www-authenticate': `Bearer realm="hamlet", error="insufficient_scope", scope="${scope}"`,
    }),
  },
  overloaded: {
    status: 503,
    title: 'Overloaded',
    detail: () => 'More is waiting than can be done soon. Nothing was charged; try again.',
    headers: () => ({ 'retry-after': '1' }),
  },
  'password-too-short': {
    status: 422,
    title: 'Password too short',
    detail: ({ minimum }) => `A password has ${minimum} characters or more.`,
    members: ({ minimum, pointer }) =>
      fault({
        ...{ pointer, code: 'too-short', limit: minimum },
        detail: `must have ${minimum} characters or more`,
      }),
  },
  'quota-exhausted': {
    status: 429,
    title: 'Quota exhausted',
    detail: ({ used, limit, period }) => {
      const left = limit - used
      const what =
        left > 0
          ? `Only ${left} of the ${limit} units of this month are left, and each text costs one.`
          : `All ${limit} units of this month are used.`
      return `${what} The next month begins ${period.end.toISOString()}.`
    },
    members: () => ({ 'violated-policies': ['monthly'] }),
  },
  'report-not-found': {
    status: 404,
    title: 'Report not found',
    detail: () => 'There is no such report, or it is not yours, or it was erased with age.',
  },
  'session-header-missing': {
    status: 403,
    title: 'Session header missing',
    detail: () => 'A session in a cookie needs the header "X-Hamlet-Session: 1" beside it.',
  },
  'session-not-found': {
    status: 404,
    title: 'Session not found',
    detail: () => 'You have no live session with this id.',
  },
  'text-empty': {
    status: 422,
    title: 'Text empty',
    detail: () => 'A text has at least one character that is not white space.',
    members: textFaults,
  },
  'text-too-long': {
    status: 422,
    title: 'Text too long',
    detail: ({ limit }) => `A text has at most ${limit} characters.`,
    members: textFaults,
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts',
    detail: ({ retryAfter }) => `Too many wrong passwords. Try again in ${retryAfter} seconds.`,
    headers: ({ retryAfter }) => ({ 'retry-after': String(retryAfter) }),
  },
  'too-many-reports': {
    status: 429,
    title: 'Too many reports',
    detail: ({ limit }) => `At most ${limit} reports a day.`,
    headers: ({ retryAfter }) => ({ 'retry-after': String(retryAfter) }),
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: ({ limit }) => `At most ${limit} classifications a second.`,
    headers: ({ retryAfter }) => ({ 'retry-after': String(retryAfter) }),
    members: () => ({ 'violated-policies': ['burst'] }),
  },
  'wrong-password': {
    status: 422,
    title: 'Wrong password',
    detail: () => 'The password is not the right one.',
    members: ({ pointer }) => fault({ pointer, code: 'wrong', detail: 'is not your password' }),
  },
}

/** Refusals that arise before any use case is reached. */
export type EdgeCode =
  | 'bad-request'
  | 'body-too-large'
  | 'internal'
  | 'malformed-body'
  | 'route-not-found'
  | 'unsupported-media-type'

interface EdgeRow {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/** The HTTP edge's own refusals. */
export const EDGE_ROWS: { readonly [Code in EdgeCode]: EdgeRow } = {
  'bad-request': {
    status: 400,
    title: 'Bad request',
    detail: 'The request cannot be read as HTTP wants it.',
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    detail: 'The body has more bytes than this route reads.',
  },
  internal: {
    status: 500,
    title: 'Internal server error',
    detail: 'Something went wrong here. The log tells more under the request id.',
  },
  'malformed-body': {
    status: 400,
    title: 'Malformed body',
    detail: 'The body is not valid JSON.',
  },
  'route-not-found': {
    status: 404,
    title: 'Route not found',
    detail: 'There is nothing under this method and path. See /docs.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    detail: 'This route does not read bodies of this Content-Type.',
  },
}

/** Every code that a problem document can carry. */
export const PROBLEM_CODES: readonly string[] = [
  ...Object.keys(DOMAIN_ROWS),
  ...Object.keys(EDGE_ROWS),
].sort()
