import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import Fastify, { type LightMyRequestResponse } from 'fastify'
import { DomainError } from '../../domain/errors.ts'
import { openTestService, type TestService } from '../../testing/harness.ts'
import {
  assertGoogleError,
  openPerspectiveClient,
  type PerspectiveClient,
} from '../../testing/perspective.ts'
import { answerErrors } from '../problem.ts'
import { tellGoogleError } from './perspective-refusals.ts'

const SPAM = 'WINNER!! You have won a £1000 prize 💸 Call 09061701461 now to claim at bit.ly/xy.'
const HAM = 'See you at six, mum'
const ANALYZE = '/v1alpha1/comments:analyze'
const MOST_BYTES = 20_480

const comment = { text: HAM }
const requestedAttributes = { SPAM: {} }

let service: TestService
/** One that soon says no. */
let strict: TestService
let client: PerspectiveClient

before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '100' })
  const bounds = { MAX_TEXT_CHARS: '30', BURST_PER_SECOND: '1', REPORTS_PER_DAY: '1' }
  strict = await openTestService(bounds, service.database)
})
beforeEach(async () => {
  client = await openPerspectiveClient(service)
})
after(async () => {
  await strict.close()
  await service.close()
})

const errorTypeOf = ([detail]: ReturnType<typeof assertGoogleError>) => {
  assert.equal(detail?.['@type'], 'type.googleapis.com/google.commentanalyzer.v1alpha1.Error')
  return detail['errorType']
}

const reasonOf = ([detail]: ReturnType<typeof assertGoogleError>) => {
  const type = 'type.googleapis.com/google.rpc.ErrorInfo'
  assert.deepEqual([detail?.['@type'], detail?.['domain']], [type, 'googleapis.com'])
  return detail?.['reason']
}

describe('POST /v1alpha1/comments:analyze', () => {
  it('400: any attribute but SPAM, also beside it, naming the one that is scored', async () => {
    for (const attributes of [{ TOXICITY: {} }, { SPAM: {}, TOXICITY: {} }, { 'SPAM@1': {} }]) {
      const reply = await client.analyze({ comment, requestedAttributes: attributes })
      const message =
        /Unknown requested attribute: (?:TOXICITY|SPAM@1); .* scores SPAM and nothing/u
      const details = assertGoogleError(reply, 400, 'INVALID_ARGUMENT', message)
      assert.equal(errorTypeOf(details), 'INVALID_REQUEST')
    }
    assert.equal(await client.used(), 0)
  })

  it('400: a comment that cannot be scored, in words that clients look for', async () => {
    for (const [sent, message, errorType] of [
      [undefined, /^Comment must be non-empty\.$/u, 'COMMENT_EMPTY'],
      [{}, /^Comment must be non-empty\.$/u, 'COMMENT_EMPTY'],
      [{ text: ' \n' }, /^Comment must be non-empty\.$/u, 'COMMENT_EMPTY'],
      [
        { text: 'é'.repeat(MOST_BYTES / 2 + 1) },
        /Comment text was too many bytes\. Value \(20482\) exceeded limit \(20480\)\.$/u,
        'COMMENT_TOO_LONG',
      ],
      [
        { ...comment, type: 'HTML' },
        /^comment\.type: Currently, only 'PLAIN_TEXT' comments are supported\.$/u,
        'INVALID_REQUEST',
      ],
      [{ text: 'a\ud800' }, /^comment\.text: /u, 'INVALID_REQUEST'],
    ] as const) {
      const reply = await client.analyze({ comment: sent })
      const details = assertGoogleError(reply, 400, 'INVALID_ARGUMENT', message)
      assert.equal(errorTypeOf(details), errorType)
    }
    assert.equal(await client.used(), 0)
    const longest = await client.analyze({ comment: { text: 'a'.repeat(MOST_BYTES) } })
    assert.equal(longest.statusCode, 200)
  })

  it('400: a text that is too long for this server', async () => {
    const { analyze } = await openPerspectiveClient(strict)
    const message = /^comment\.text: has more than 30 characters\.$/u
    const reply = await analyze({ comment: { text: SPAM } })
    const details = assertGoogleError(reply, 400, 'INVALID_ARGUMENT', message)
    assert.equal(errorTypeOf(details), 'COMMENT_TOO_LONG')
  })

  it('400: a request that is not of the form', async () => {
    for (const [payload, message, errorType] of [
      [{ comment }, /^Missing requested_attributes\.$/u, 'NO_REQUESTED_ATTRIBUTES'],
      [{ comment, requestedAttributes: {} }, /^Missing requested_/u, 'NO_REQUESTED_ATTRIBUTES'],
      [
        { comment, requestedAttributes: { SPAM: { scoreType: 'RAW' } } },
        /score type RAW is not supported by attribute SPAM/u,
        'INVALID_REQUEST',
      ],
      [
        { comment, requestedAttributes, donotstore: true },
        /^donotstore: is not/u,
        'INVALID_REQUEST',
      ],
      [{ comment, requestedAttributes, doNotStore: 'yes' }, /^doNotStore: /u, 'INVALID_REQUEST'],
      [[], /^The body must be object\.$/u, 'INVALID_REQUEST'],
    ] as const) {
      const details = assertGoogleError(
        await client.send('analyze', payload),
        ...([400, 'INVALID_ARGUMENT', message] as const),
      )
      assert.equal(errorTypeOf(details), errorType)
    }
  })

  it('400: what is no JSON, none at all, or too much', async () => {
    const url = `${ANALYZE}?key=${client.key}`
    const headers = { 'content-type': 'application/json' }
    for (const payload of ['{comment: {text: "a"}}', '', 'x'.repeat(2_000_000)]) {
      const reply = await service.app.inject({ method: 'POST', url, payload, headers })
      assertGoogleError(reply, 400, 'INVALID_ARGUMENT', /body/u)
    }
  })

  it('401: a key that is not valid, in the words of the original; none at all', async () => {
    const { key, member } = client
    const typo = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`
    for (const bad of ['nonsense', typo, 'f'.repeat(32), `${key}&key=${key}`]) {
      const reply = await client.analyze({ comment }, bad)
      const details = assertGoogleError(reply, 401, 'UNAUTHENTICATED', /^API key not valid\. /u)
      assert.equal(reasonOf(details), 'API_KEY_INVALID')
      assert.match(String(reply.headers['www-authenticate']), /^Bearer/u)
    }
    const none = await service.app.inject({ method: 'POST', url: ANALYZE, payload: {} })
    assertGoogleError(none, 401, 'UNAUTHENTICATED', /X-API-Key/u)
    // A token would stand in the logs of whoever is in between.
    assert.equal((await client.analyze({ comment }, member.access)).statusCode, 401)
  })

  it('403: a key that may not classify', async () => {
    const { key } = await client.makeKey({ name: 'reporter', scopes: ['reports'] })
    const reply = await client.analyze({ comment }, key)
    assertGoogleError(reply, 403, 'PERMISSION_DENIED', /"spam_ml"/u)
  })

  it('429: when no unit is left, with Retry-After; nothing is charged', async () => {
    await client.giveUnits(1)
    assert.equal((await client.analyze({ comment })).statusCode, 200)
    const reply = await client.analyze({ comment })
    const message = /^Quota exceeded\. All 1 units of this month are used\./u
    const details = assertGoogleError(reply, 429, 'RESOURCE_EXHAUSTED', message)
    assert.equal(reasonOf(details), 'RATE_LIMIT_EXCEEDED')
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.match(String(reply.headers['ratelimit']), /r=0;/u)
    assert.equal(await client.used(), 1)
  })

  it('429: too many in a second', async () => {
    const { analyze } = await openPerspectiveClient(strict)
    const replies = await Promise.all([1, 2, 3].map(() => analyze({ comment })))
    assert.equal(replies[0]?.statusCode, 200)
    const refused = replies.find(({ statusCode }) => statusCode !== 200)
    assert.ok(refused)
    const message = /^Quota exceeded\. At most 1 classifications/u
    assertGoogleError(refused, 429, 'RESOURCE_EXHAUSTED', message)
    assert.equal(refused.headers['retry-after'], '1')
  })

  it('writes neither key nor text to the log', async () => {
    const secrets = [client.key, client.compat, SPAM]
    for (const payload of [{}, { doNotStore: 7 }, { requestedAttributes: {} }]) {
      for (const key of [client.key, client.compat, `${client.compat}x`]) {
        await client.analyze({ comment: { text: SPAM }, ...payload }, key)
      }
    }
    const log = service.log.join('\n')
    assert.ok(log.includes('comments::analyze'))
    for (const secret of secrets) assert.ok(!log.includes(secret))
  })
})

describe('POST /v1alpha1/comments:suggestscore', () => {
  const suggest = (payload: object = {}, key?: string) => {
    const attributeScores = { SPAM: { summaryScore: { value: 1 } } }
    return client.send('suggestscore', { comment, attributeScores, ...payload }, key)
  }

  it('400: another attribute, no score of the whole, a score that is no probability', async () => {
    const summaryScore = { value: 1 }
    for (const [payload, message] of [
      [{ attributeScores: { TOXICITY: { summaryScore } } }, /Unknown requested attribute/u],
      [
        { attributeScores: { SPAM: { spanScores: [] } } },
        /^attributeScores\.SPAM\.summaryScore: /u,
      ],
      [{ attributeScores: { SPAM: { summaryScore: { value: 2 } } } }, /summaryScore\.value: /u],
      [
        { attributeScores: { SPAM: { summaryScore: { ...summaryScore, type: 'RAW' } } } },
        /score type RAW/u,
      ],
      [{ attributeScores: {} }, /^attributeScores: /u],
      [{ comment: { text: '' } }, /^Comment must be non-empty\.$/u],
      [{ doNotStore: true }, /^doNotStore: is not a known field\.$/u],
    ] as const) {
      assertGoogleError(await suggest(payload), 400, 'INVALID_ARGUMENT', message)
    }
    assert.deepEqual((await client.get('/v1/reports')).items, [])
  })

  it('401 and 403: as for a decision, but for the scope', async () => {
    assertGoogleError(await suggest({}, 'bad'), 401, 'UNAUTHENTICATED', /^API key not valid/u)
    const { key } = await client.makeKey({ name: 'classifier', scopes: ['spam_ml'] })
    assertGoogleError(await suggest({}, key), 403, 'PERMISSION_DENIED', /"reports"/u)
  })

  it('429: too many in a day', async () => {
    const { send } = await openPerspectiveClient(strict)
    const replies: LightMyRequestResponse[] = []
    for (const value of [0, 1]) {
      const attributeScores = { SPAM: { summaryScore: { value } } }
      replies.push(await send('suggestscore', { comment, attributeScores }))
    }
    const [first, second] = replies
    assert.equal(first?.statusCode, 200)
    assert.ok(second)
    assertGoogleError(second, 429, 'RESOURCE_EXHAUSTED', /^Quota exceeded\. At most 1 reports/u)
  })
})

describe('what is not there', () => {
  it('404: anything else below /v1alpha1, without a key, too', async () => {
    for (const [method, path] of [
      ['GET', 'comments:analyze'],
      ['POST', 'comments::analyze'],
      ['POST', 'comments'],
      ['POST', 'comments:other'],
    ] as const) {
      const reply = await service.app.inject({ method, url: `/v1alpha1/${path}` })
      assertGoogleError(reply, 404, 'NOT_FOUND', /nothing/u)
    }
  })

  it('404: the description of another version', async () => {
    const reply = await service.app.inject('/$discovery/rest?version=v2')
    assertGoogleError(reply, 404, 'NOT_FOUND', /nothing/u)
  })

  it('the OpenAPI document, which tells of Hamlet’s own routes, says nothing of these', async () => {
    const { body } = await service.app.inject('/openapi.json')
    assert.ok(!body.includes('v1alpha1') && !body.includes('discovery'))
  })
})

describe('tellGoogleError', () => {
  it('names the status of whatever may go wrong, and says when to come back', async () => {
    for (const [error, code, status, retryAfter] of [
      [new DomainError('overloaded', {}), 503, 'UNAVAILABLE', '1'],
      [new DomainError('database-unavailable', {}), 503, 'UNAVAILABLE', '2'],
      [new DomainError('account-disabled', {}), 403, 'PERMISSION_DENIED', undefined],
      [new DomainError('idempotency-key-running', {}), 409, 'ABORTED', '1'],
      [new DomainError('idempotency-key-reused', {}), 400, 'INVALID_ARGUMENT', undefined],
      [new Error('a secret of the server'), 500, 'INTERNAL', undefined],
    ] as const) {
      const app = Fastify()
      app.setErrorHandler(answerErrors(tellGoogleError))
      app.get('/', () => Promise.reject(error))
      const reply = await app.inject('/')
      assertGoogleError(reply, code, status, /^(?!.*secret)./u)
      assert.equal(reply.headers['retry-after'], retryAfter)
    }
  })
})
