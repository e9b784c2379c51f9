import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

let service: TestService
let admin: Member
let member: Member

before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '3' })
  member = await signUp(service.app)
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const ask = (who: Pick<Member, 'headers'>) => service.app.inject(as(who, { url: '/v1/traffic' }))

const classify = (texts: readonly string[]) =>
  service.app.inject(as(member, { method: 'POST', url: '/v1/classify/batch', payload: { texts } }))

describe('GET /v1/traffic', () => {
  it('200: what was asked and refused in the last hour, the running minute last', async () => {
    const before = (await ask(admin)).json()
    assert.equal(before.minutes.length, 60)
    assert.deepEqual(before.minutes[0], {
      start: '2026-05-15T11:01:00.000Z',
      ...{ requests: 0, texts: 0, status_4xx: 0, status_429: 0, status_5xx: 0 },
      ...{ p50_ms: null, p99_ms: null },
    })
    assert.equal((await classify(['one', 'two', 'three', 'four'])).statusCode, 200)
    assert.equal((await classify(['five'])).statusCode, 429)
    assert.equal((await classify([' '])).statusCode, 422)
    assert.equal((await service.app.inject('/nowhere')).statusCode, 404)
    const { minutes, total } = (await ask(admin)).json()
    const running = minutes[59]
    assert.equal(running.start, '2026-05-15T12:00:00.000Z')
    assert.equal(running.requests, before.minutes[59].requests + 5)
    assert.equal(running.texts, 3)
    assert.equal(running.status_429, 1)
    assert.equal(running.status_4xx, before.minutes[59].status_4xx + 2)
    assert.equal(running.status_5xx, 0)
    assert.ok(running.p50_ms >= 0.1 && running.p50_ms <= running.p99_ms)
    const { start: _, ...counts } = running
    assert.deepEqual(total, counts)
  })

  it('403: only for administrators', async () => {
    assertProblem(await ask(member), 403, 'missing-scope')
  })

  it('401: not for strangers', async () => {
    assertProblem(await ask({ headers: {} }), 401, 'invalid-token')
  })
})
