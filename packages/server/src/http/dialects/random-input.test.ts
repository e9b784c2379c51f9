import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../testing/any-text.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { limitUnits } from '../../testing/units-of.ts'

const SEED = 20_261_128

const value = fc.oneof(fc.jsonValue(), anyText(), fc.integer(), fc.double())

/** What is right most of the time, so that the fault of one part does not hide those of the others. */
const mostly = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: value })

/** Some of these members, or all. */
const some = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>, requiredKeys: string[]) =>
  mostly(fc.record(members, { requiredKeys }))

const text = mostly(fc.constantFrom('See you at six', 'U2VlIHlvdQ==', 'YQBi'))
const list = fc.array(text, { minLength: 1, maxLength: 3 })
const nested = fc.array(fc.tuple(text), { minLength: 1, maxLength: 3 })

const asText = some({ content_type: mostly(fc.constantFrom('str', 'np', 'base64', null)) }, [])
const tensor = fc
  .tuple(
    mostly(fc.constant('text')),
    mostly(fc.constant('BYTES')),
    fc.oneof(list, nested),
    fc.boolean(),
    mostly(fc.constant(1)),
  )
  .map(([name, datatype, data, isWide, width]) => ({
    ...{ name, datatype, data },
    shape: isWide ? [data.length, width] : [data.length],
  }))
const tensorWithMore = fc
  .tuple(tensor, asText, value)
  .chain(([one, how, odd]) =>
    fc.constantFrom<object>(one, one, { ...one, parameters: how }, { ...one, data: odd }),
  )
const outputs = fc.array(fc.record({ name: mostly(fc.constantFrom('label', 'verdict')) }))
const inference = some(
  {
    id: mostly(fc.string()),
    inputs: mostly(fc.tuple(mostly(tensorWithMore))),
    outputs: mostly(outputs),
    parameters: asText,
  },
  ['inputs'],
)

const pipeline = some(
  {
    inputs: fc.oneof(text, list, nested),
    parameters: some(
      {
        top_k: mostly(fc.integer({ min: 1, max: 3 })),
        function_to_apply: mostly(fc.constantFrom('none', 'sigmoid', null)),
      },
      [],
    ),
    raw_scores: mostly(fc.boolean()),
    truncate: mostly(fc.boolean()),
    truncation_direction: mostly(fc.constantFrom('left', 'Right')),
  },
  ['inputs'],
)

const BODIES: readonly (readonly [url: string, body: fc.Arbitrary<unknown>])[] = [
  ['/v2/models/spam/infer', inference],
  ['/models/hamlet/spam', pipeline],
  ['/predict', pipeline],
]

describe('random bodies', () => {
  let service: TestService
  let member: Member

  before(async () => {
    service = await openTestService()
    member = await signUp(service.app)
    await limitUnits(service, member, 1_000_000)
  })
  after(() => service.close())

  for (const [url, body] of BODIES) {
    it(`POST ${url}: is answered, or refused in its own form`, async () => {
      let answered = 0
      const property = fc.asyncProperty(body, async (sent) => {
        const payload = JSON.stringify(sent)
        const headers = { 'content-type': 'application/json' }
        const reply = await service.app.inject(
          as(member, { method: 'POST', url, payload, headers }),
        )
        assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
        if (reply.statusCode === 200) answered++
        else {
          assert.ok(reply.statusCode < 500, reply.body)
          assert.equal(typeof reply.json().error, 'string')
        }
      })
      await fc.assert(property, { seed: SEED, numRuns: 300 })
      assert.ok(answered > 20 && answered < 280, `${answered} were answered`)
    })
  }
})
