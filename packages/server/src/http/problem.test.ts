import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { errorCodes } from 'fastify'
import { DomainError, type DomainErrorCode, type DomainErrors } from '../domain/errors.ts'
import { periodOf } from '../domain/quota.ts'
import type { Seconds, Units } from '../domain/units.ts'
import { edgeProblem, problemOf } from './problem.ts'
import { EDGE_ROWS, PROBLEM_CODES } from './problem-table.ts'

const period = periodOf(new Date('2026-05-15T12:00:00Z'), 'UTC')
const limit = 10 as Units

/** One of each refusal, with the status that the contract gives it. */
const SAMPLES: { readonly [Code in DomainErrorCode]: readonly [number, DomainErrors[Code]] } = {
  'account-disabled': [403, {}],
  'account-exists': [409, { fields: ['email', 'document_number'] }],
  'account-not-found': [404, {}],
  'database-unavailable': [503, {}],
  'decision-not-found': [404, {}],
  'document-invalid': [422, {}],
  'idempotency-key-invalid': [422, {}],
  'idempotency-key-reused': [422, {}],
  'idempotency-key-running': [409, {}],
  'invalid-credentials': [401, {}],
  'invalid-refresh-token': [401, {}],
  'invalid-request': [
    422,
    { faults: [{ pointer: '#/text', code: 'missing', detail: 'is missing' }] },
  ],
  'invalid-scope': [422, { available: ['spam_ml', 'reports'], pointer: '#/scopes' }],
  'invalid-token': [401, { credential: 'bad' }],
  'key-not-found': [404, {}],
  'last-admin': [409, {}],
  'missing-scope': [403, { scope: 'admin' }],
  overloaded: [503, {}],
  'password-too-short': [422, { minimum: 10, pointer: '#/password' }],
  'quota-exhausted': [429, { used: limit, limit, period }],
  'report-not-found': [404, {}],
  'session-header-missing': [403, {}],
  'session-not-found': [404, {}],
  'text-empty': [422, { texts: [{ pointer: '#/text', code: 'empty' }], limit: 32_000 }],
  'text-too-long': [
    422,
    {
      texts: [
        { pointer: '#/texts/3', code: 'too-long' },
        { pointer: '#/texts/7', code: 'empty' },
      ],
      limit: 32_000,
    },
  ],
  'too-many-attempts': [429, { retryAfter: 61 as Seconds }],
  'too-many-reports': [429, { limit: 1000, retryAfter: 3600 as Seconds }],
  'too-many-requests': [429, { limit: 50, retryAfter: 1 as Seconds }],
  'wrong-password': [422, { pointer: '#/current_password' }],
}

const CODES = Object.keys(SAMPLES) as DomainErrorCode[]

const sampleOf = (code: DomainErrorCode) =>
  problemOf(new DomainError(code, SAMPLES[code][1] as DomainErrors[DomainErrorCode]), 'the-id')

describe('problemOf', () => {
  for (const code of CODES) {
    const [status] = SAMPLES[code]
    it(`gives "${code}" the status ${status} and a whole document`, () => {
      const { status: sent, body } = sampleOf(code)
      assert.equal(sent, status)
      assert.equal(body.status, status)
      assert.equal(body.type, `/problems/${code}`)
      assert.equal(body.instance, 'urn:hamlet:request:the-id')
      assert.match(body.title, /^[A-Z][^.]+$/u)
      assert.match(body.detail, /\S/u)
      assert.doesNotMatch(JSON.stringify(body), /undefined|NaN|\[object/u)
    })
  }

  it('points at the fields that are at fault', () => {
    const pointersOf = (code: DomainErrorCode) =>
      sampleOf(code).body.errors?.map(({ pointer }) => pointer)
    assert.deepEqual(pointersOf('account-exists'), ['#/email', '#/document_number'])
    assert.deepEqual(pointersOf('document-invalid'), ['#/document_number'])
    assert.deepEqual(pointersOf('invalid-request'), ['#/text'])
    assert.deepEqual(pointersOf('invalid-scope'), ['#/scopes'])
    assert.deepEqual(pointersOf('password-too-short'), ['#/password'])
    assert.deepEqual(pointersOf('text-too-long'), ['#/texts/3', '#/texts/7'])
    assert.deepEqual(pointersOf('wrong-password'), ['#/current_password'])
    assert.deepEqual(pointersOf('idempotency-key-reused'), ['#/headers/idempotency-key'])
  })

  it('says when to come back, wherever coming back helps', () => {
    assert.equal(sampleOf('too-many-attempts').headers['retry-after'], '61')
    assert.equal(sampleOf('too-many-requests').headers['retry-after'], '1')
    assert.equal(sampleOf('overloaded').headers['retry-after'], '1')
    assert.equal(sampleOf('database-unavailable').headers['retry-after'], '2')
    assert.equal(sampleOf('idempotency-key-running').headers['retry-after'], '1')
  })

  it('names the limits that were reached', () => {
    assert.deepEqual(sampleOf('quota-exhausted').body['violated-policies'], ['monthly'])
    assert.deepEqual(sampleOf('too-many-requests').body['violated-policies'], ['burst'])
    assert.match(sampleOf('quota-exhausted').body.detail, /10 units.*2026-06-01T00:00:00/u)
  })

  it('every 401 and a missing scope say how to authenticate', () => {
    for (const code of CODES) {
      const { status, headers } = sampleOf(code)
      const isAsking = status === 401 || code === 'missing-scope'
      assert.equal('www-authenticate' in headers, isAsking, code)
    }
    const missing = problemOf(new DomainError('invalid-token', { credential: 'missing' }), 'x')
    assert.equal(missing.headers['www-authenticate'], 'Bearer realm="hamlet"')
    assert.match(String(sampleOf('invalid-token').headers['www-authenticate']), /invalid_token/u)
    assert.match(
      String(sampleOf('missing-scope').headers['www-authenticate']),
      /error="insufficient_scope", scope="admin"/u,
    )
  })

  it('what is nobody else’s doing is a bare 500, whatever was thrown', () => {
    const disguised = Object.assign(new Error('disk on fire'), { statusCode: 404, status: 404 })
    const ofFramework = Object.assign(new Error('disk on fire'), { code: 'FST_X', statusCode: 500 })
    for (const thrown of [disguised, ofFramework, 'disk on fire', undefined, null, 42, {}]) {
      const { status, headers, body } = problemOf(thrown, 'the-id')
      assert.equal(status, 500)
      assert.deepEqual(headers, {})
      assert.deepEqual(body, {
        type: '/problems/internal',
        title: 'Internal server error',
        status: 500,
        detail: EDGE_ROWS.internal.detail,
        instance: 'urn:hamlet:request:the-id',
      })
    }
  })

  it('knows the refusals of the framework', () => {
    const known = [
      [new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE(), 413, 'body-too-large'],
      [new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE('x/y'), 415, 'unsupported-media-type'],
      [new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY(), 400, 'malformed-body'],
      [new errorCodes.FST_ERR_CTP_INVALID_CONTENT_LENGTH(), 400, 'bad-request'],
      [new errorCodes.FST_ERR_BAD_URL('/%'), 400, 'bad-request'],
    ] as const
    for (const [error, status, code] of known) {
      const { body } = problemOf(error, 'the-id')
      assert.deepEqual([body.status, body.type], [status, `/problems/${code}`])
    }
  })

  it('turns what a schema found into pointers, twenty at most', () => {
    const validation = Array.from({ length: 50 }, (_, i) => ({
      keyword: 'additionalProperties',
      instancePath: '',
      schemaPath: '#/additionalProperties',
      params: { additionalProperty: `a/b~${i}` },
      message: 'must NOT have additional properties',
    }))
    const error = { code: 'FST_ERR_VALIDATION', statusCode: 400, validation }
    const { status, body } = problemOf({ ...error, validationContext: 'body' }, 'the-id')
    assert.equal(status, 422)
    assert.equal(body.errors?.length, 20)
    assert.deepEqual(body.errors[0], {
      pointer: '#/a~1b~00',
      code: 'unknown',
      detail: 'is not a known field',
    })
    const ofQuery = problemOf({ ...error, validationContext: 'querystring' }, 'the-id')
    assert.equal(ofQuery.body.errors?.[0]?.pointer, '#/query/a~1b~00')
  })
})

describe('PROBLEM_CODES', () => {
  it('is every code once, in order', () => {
    const all = [...CODES, ...Object.keys(EDGE_ROWS)].sort()
    assert.deepEqual(PROBLEM_CODES, all)
    assert.equal(new Set(all).size, all.length)
  })

  it('each code of the edge gives a whole document', () => {
    for (const code of Object.keys(EDGE_ROWS) as (keyof typeof EDGE_ROWS)[]) {
      const { status, body } = edgeProblem(code, 'the-id')
      assert.ok(status >= 400 && body.status === status && body.detail.length > 0)
    }
  })
})
