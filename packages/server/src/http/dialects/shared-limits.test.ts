import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { as, openTestService, signUp, type TestService } from '../../testing/harness.ts'
import { limitUnits, usedUnits } from '../../testing/units-of.ts'

const TENSOR = { name: 'text', shape: [1], datatype: 'BYTES', data: ['See you at six'] }

/** A request for one text in each form. */
const CALLS: readonly (readonly [url: string, payload: object])[] = [
  ['/v1/classify', { text: 'See you at six' }],
  ['/v2/models/spam/infer', { inputs: [TENSOR] }],
  ['/models/hamlet/spam', { inputs: 'See you at six' }],
  ['/predict', { inputs: 'See you at six' }],
]

describe('what dialects share with the API', () => {
  let service: TestService

  before(async () => {
    service = await openTestService({ BURST_PER_SECOND: '2' })
  })
  after(() => service.close())

  const callerOf = async () => {
    const member = await signUp(service.app)
    const ask = async ([url, payload]: (typeof CALLS)[number]) => {
      const reply = await service.app.inject(as(member, { method: 'POST', url, payload }))
      return { status: reply.statusCode, body: reply.json(), headers: reply.headers }
    }
    return { member, ask }
  }

  it('is the burst limit of a caller', async () => {
    const { member, ask } = await callerOf()
    // As many in each form as that form alone might ask for in a second.
    const answers = await Promise.all([...CALLS, ...CALLS].map(ask))
    const granted = answers.filter(({ status }) => status === 200).length
    assert.ok(granted >= 2 && granted < answers.length, `${granted}`)
    for (const { status, headers } of answers) {
      if (status === 200) continue
      assert.deepEqual([status, headers['retry-after']], [429, '1'])
    }
    assert.equal(await usedUnits(service, member), granted)
  })

  it('is the quota of a month', async () => {
    for (const [i, first] of CALLS.entries()) {
      const second = CALLS[(i + 1) % CALLS.length] ?? first
      const { member, ask } = await callerOf()
      await limitUnits(service, member, 1)
      assert.equal((await ask(first)).status, 200)
      const refused = await ask(second)
      assert.equal(refused.status, 429, second[0])
      assert.match(JSON.stringify(refused.body), /All 1 units of this month are used/u)
      assert.equal(refused.headers['retry-after'], '1425600')
      assert.equal(await usedUnits(service, member), 1)
    }
  })
})
