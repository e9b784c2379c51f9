import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { PASSWORD_COST } from './security/passwords.ts'
import {
  as,
  logIn,
  newPerson,
  openTestService,
  signUp,
  TEST_SECRET,
  type TestService,
} from './testing/harness.ts'

/* What the described system gets wrong, around log-in: each test shows the opposite of a fault. */

let service: TestService

before(async () => {
  const attempts = { LOGIN_ATTEMPTS_PER_ACCOUNT: '1000', LOGIN_ATTEMPTS_PER_ADDRESS: '1000' }
  // Time is what some of them are about: hashing costs what it does in production.
  service = await openTestService(attempts, undefined, { passwordCost: PASSWORD_COST })
})
after(() => service.close())

const tryLogIn = (username: string, password: string) =>
  service.app.inject({ method: 'POST', url: '/login/', payload: { username, password } })

describe('faults of the described system: sessions', () => {
  it('fault 8: tokens outlive a restart, and are good on every process with the secret', async () => {
    const first = await openTestService({}, service.database)
    const member = await signUp(first.app)
    await first.close()
    const statusWith = async (environment: Record<string, string>) => {
      const next = await openTestService(environment, service.database)
      const whoami = await next.app.inject(as(member, { url: '/users/whoami' }))
      await next.close()
      return whoami.statusCode
    }
    const otherSecret = TEST_SECRET.replaceAll('1', '2')
    assert.equal(await statusWith({}), 200)
    assert.equal(await statusWith({ JWT_SECRET: otherSecret }), 401)
    const rotated = { JWT_SECRET: otherSecret, JWT_SECRET_PREVIOUS: TEST_SECRET }
    assert.equal(await statusWith(rotated), 200)
    const elsewhere = await service.app.inject(as(member, { url: '/users/whoami' }))
    assert.equal(elsewhere.json().username, member.username)
  })

  it('fault 10: requests that run at the same time each have their own timing', async () => {
    const member = await signUp(service.app)
    const payload = { username: member.username, password: member.password }
    let isRunning = true
    const slow = timed(service.app, { method: 'POST', url: '/login/', payload }).finally(() => {
      isRunning = false
    })
    const quick: Timing[] = []
    while (isRunning) {
      quick.push(await timed(service.app, { url: '/livez' }))
      // What is injected waits for nothing outside: without this, nothing from outside gets in.
      await setImmediate()
    }
    const { told, taken } = await slow
    assert.ok(quick.length > 1, 'others ran meanwhile')
    assert.ok(told <= taken + 1 && told > taken / 2, `told ${told} ms, took ${taken} ms`)
    for (const one of quick) {
      assert.ok(one.told <= one.taken + 1, `told ${one.told} ms, took ${one.taken} ms`)
      assert.ok(one.told < told, 'a quick one is not told the time of the slow one')
    }
  })

  it('fault 14: a wrong password is 401 and an exhausted quota is 429', async () => {
    const member = await signUp(service.app)
    const wrong = await tryLogIn(member.username, 'not the password')
    const unknown = await tryLogIn('nobody-of-that-name', 'not the password')
    assert.deepEqual([wrong.statusCode, unknown.statusCode], [401, 401])
    assert.ok(wrong.headers['www-authenticate'])
    const calls = {
      method: 'POST',
      url: '/predict_sentiment',
      payload: { text_message: 'hi' },
    } as const
    for (let call = 0; call < 10; call++) await service.app.inject(as(member, calls))
    const spent = await service.app.inject(as(member, calls))
    assert.equal(spent.statusCode, 429)
    assert.equal(spent.json().type, '/problems/quota-exhausted')
  })

  it('fault 14: no answer tells of the inside, whatever goes wrong', async () => {
    const member = await signUp(service.app)
    const { db } = service.database
    await db.schema.alterTable('decision').renameColumn('verdict', 'gone').execute()
    const failing = await Promise.all(
      requestsThatFail(member.username).map((request) => service.app.inject(as(member, request))),
    )
    await db.schema.alterTable('decision').renameColumn('gone', 'verdict').execute()
    assert.deepEqual(
      [...new Set(failing.map(({ statusCode }) => statusCode))].sort(),
      [400, 401, 403, 404, 409, 413, 415, 422, 500],
    )
    for (const { body, headers, statusCode } of failing) {
      assert.match(String(headers['content-type']), /^application\/problem\+json/u)
      assert.doesNotMatch(body, /\\n\s*at |node_modules|\.[jt]s\b|Error:|column|select|insert/u)
      if (statusCode === 500) assert.match(body, /"instance":"urn:hamlet:request:/u)
    }
  })

  it('fault 21: an unknown user name costs as much work as a known one', async () => {
    const member = await signUp(service.app)
    await tryLogIn(member.username, 'to warm up')
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 9; round++) {
      known.push(await workOf(() => tryLogIn(member.username, `wrong password ${round}`)))
      unknown.push(await workOf(() => tryLogIn(`nobody-${round}`, `wrong password ${round}`)))
    }
    const ratio = medianOf(unknown) / medianOf(known)
    assert.ok(ratio > 0.5 && ratio < 2, `an unknown name costs ${ratio.toFixed(2)} as much`)
  })

  it('fault 21: log-ins leave the event loop to others', async () => {
    const member = await signUp(service.app)
    const all = process.cpuUsage()
    const own = process.threadCpuUsage()
    let isRunning = true
    const logIns = Promise.all(
      Array.from({ length: 6 }, () => logIn(service.app, member.username, member.password)),
    ).finally(() => {
      isRunning = false
    })
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    let answered = 0
    while (isRunning) {
      assert.equal((await service.app.inject({ url: '/livez' })).statusCode, 200)
      await setTimeout(2)
      answered++
    }
    clearInterval(timer)
    await logIns
    const onTheLoop = totalOf(process.threadCpuUsage(own)) / totalOf(process.cpuUsage(all))
    assert.ok(ticks > 6 && answered > 6, `${ticks} ticks, ${answered} answers`)
    assert.ok(onTheLoop < 0.6, `${onTheLoop.toFixed(2)} of the work was done on the event loop`)
  })
})

interface Timing {
  /** Milliseconds that the answer tells. */
  readonly told: number
  /** Milliseconds that it took by the caller's own clock. */
  readonly taken: number
}

async function timed(app: FastifyInstance, options: InjectOptions): Promise<Timing> {
  const started = performance.now()
  const { headers } = await app.inject(options)
  const [, told] = /^total;dur=([\d.]+)$/u.exec(String(headers['server-timing'])) ?? []
  return { told: Number(told), taken: performance.now() - started }
}

/** Processor time of all threads that one call takes, so that a busy machine does not matter. */
async function workOf(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await call()
  return totalOf(process.cpuUsage(before))
}

function totalOf({ user, system }: NodeJS.CpuUsage): number {
  return user + system
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Requests that end in every kind of refusal, and one that the broken table makes an error. */
function requestsThatFail(taken: string): readonly InjectOptions[] {
  const json = { 'content-type': 'application/json' }
  const xml = { 'content-type': 'application/xml' }
  const predict = { method: 'POST', url: '/predict_sentiment' } as const
  return [
    { ...predict, payload: { text_message: 'hello' } },
    { ...predict, payload: { text_message: '' } },
    { ...predict, payload: '{"text_message": ', headers: json },
    { ...predict, payload: '<text/>', headers: xml },
    { ...predict, payload: { text_message: 'x'.repeat(2_000_000) } },
    { ...predict, payload: { text_message: 'x' }, headers: { authorization: 'Bearer nonsense' } },
    { url: '/users/' },
    { url: '/users/%FF' },
    { url: '/v1/decisions/none' },
    { method: 'POST', url: '/users/register/', payload: newPerson({ username: taken }) },
  ]
}
