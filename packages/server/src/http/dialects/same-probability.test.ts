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

const tensorOf = (text: string) => ({ name: 'text', shape: [1], datatype: 'BYTES', data: [text] })

/** How each dialect is asked for a text, and where its answer says how likely it is spam. */
const DIALECTS: Readonly<Record<string, (ask: Ask, text: string) => Promise<number | undefined>>> =
  {
    'the Open Inference Protocol': async (ask, text) => {
      const outputs = [{ name: 'spam_probability' }]
      const body = { inputs: [tensorOf(text)], outputs }
      return (await ask('/v2/models/spam/infer', body)).outputs[0].data[0]
    },
    'that protocol, in base64': async (ask, text) => {
      const coded = Buffer.from(text).toString('base64')
      const inputs = [{ ...tensorOf(coded), parameters: { content_type: 'base64' } }]
      const answer = await ask('/v2/models/spam/infer', { inputs })
      return answer.outputs[1].data[0]
    },
    'Hugging Face': async (ask, text) => {
      const [labels] = await ask('/models/hamlet/spam', { inputs: text })
      return scoreOfSpam(labels)
    },
    'Text Embeddings Inference': async (ask, text) =>
      scoreOfSpam(await ask('/predict', { inputs: text })),
  }

// biome-ignore lint/suspicious/noExplicitAny: an answer is read as its dialect has it
type Ask = (url: string, payload: object) => Promise<any>

const scoreOfSpam = (labels: readonly { readonly label: string; readonly score: number }[]) =>
  labels.find(({ label }) => label === 'spam')?.score

describe('dialects', () => {
  let service: TestService
  let member: Member

  before(async () => {
    service = await openTestService()
    member = await signUp(service.app)
    await limitUnits(service, member, 1_000_000)
  })
  after(() => service.close())

  const ask: Ask = async (url, payload) => {
    const reply = await service.app.inject(as(member, { method: 'POST', url, payload }))
    assert.equal(reply.statusCode, 200, reply.body)
    return reply.json()
  }

  it('give any text the probability that the API itself gives it, to the bit', async () => {
    const texts = anyText({ minLength: 1, maxLength: 200 }).filter(
      (text) => text.trim() !== '' && !text.includes('\0'),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { spam_probability } = await ask('/v1/classify', { text })
        for (const [name, probabilityIn] of Object.entries(DIALECTS)) {
          assert.equal(await probabilityIn(ask, text), spam_probability, name)
        }
      }),
      { numRuns: 60 },
    )
  })
})
