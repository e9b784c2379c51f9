import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  InferenceClient,
  InferenceClientInputError,
  InferenceClientProviderApiError,
} from '@huggingface/inference'
import { call, type Person, signUp, usedUnits } from '../client.ts'
import { openProxy } from '../faults/proxy.ts'
import { anyPlace, postgresPlace, WITHOUT_POSTGRES } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const QUOTA = 7

interface Stored {
  readonly items: readonly { readonly text: string; readonly spam_probability: number }[]
}

describe('@huggingface/inference, with endpointUrl alone changed', () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person
  let endpointUrl: string
  let key: string

  before(async () => {
    const place = await anyPlace(scope)
    server = await startServer(scope, { ...place, MONTHLY_QUOTA: `${QUOTA}` })
    person = await signUp(server.url)
    key = await keyOf(server.url, person)
    endpointUrl = `${server.url}/models/hamlet/spam`
  })
  after(() => scope.disposeAsync())

  const lastProbability = async () => {
    const { body } = await call<Stored>(server.url, '/v1/decisions?limit=1', person)
    return body.items[0]?.spam_probability ?? Number.NaN
  }

  it('gets both labels, the likelier one first, the score to the bit', async () => {
    const client = new InferenceClient(key, { endpointUrl })
    const labels = await client.textClassification({ inputs: SPAM })
    const p = await lastProbability()
    assert.deepEqual(labels, [
      { label: 'spam', score: p },
      { label: 'ham', score: 1 - p },
    ])
    const parameters = { top_k: 1, function_to_apply: 'none' } as const
    const [only, ...more] = await client.textClassification({ inputs: HAM, parameters })
    assert.deepEqual([only?.label, more], ['ham', []])
    assert.ok(Math.abs(1 / (1 + Math.exp(only?.score ?? 0)) - (await lastProbability())) < 1e-12)
  })

  it('posts to the address as it is, be it the bare host, by argument, option or endpoint()', async () => {
    const byArgument = new InferenceClient(key)
    const answers = [
      await byArgument.textClassification({ inputs: SPAM, endpointUrl: server.url }),
      await byArgument.endpoint(`${server.url}/`).textClassification({ inputs: SPAM }),
    ]
    for (const [first] of answers) {
      assert.deepEqual(first, { label: 'spam', score: await lastProbability() })
    }
  })

  it('takes no address as model, and gives of several texts the first answer only', async () => {
    const withBoth = { inputs: HAM, model: endpointUrl, endpointUrl }
    await assert.rejects(
      new InferenceClient(key).textClassification(withBoth),
      InferenceClientInputError,
    )
    const several = [HAM, SPAM] as unknown as string
    const client = new InferenceClient(key, { endpointUrl })
    assert.equal((await client.textClassification({ inputs: several }))[0]?.label, 'ham')
    assert.equal(await usedUnits(server.url, person.token), 6)
  })

  it('throws with our words and status for a bad key, none, and malformed texts', async () => {
    const refusalOf = (token: string, inputs: unknown) =>
      refusal(new InferenceClient(token, { endpointUrl }), inputs)
    const bad = await refusalOf(`${key.slice(0, -1)}x`, HAM)
    assert.equal(bad.httpResponse.status, 401)
    assert.match(
      bad.message,
      /^Failed to perform inference: The access token or API key is unknown/u,
    )
    assert.equal((await refusalOf('', HAM)).httpResponse.status, 401)
    for (const [inputs, words] of [
      ['', '#/inputs is empty'],
      ['a'.repeat(32_001), '#/inputs has more than 32000 characters'],
      [5, '#/inputs must be string,array'],
      [undefined, '#/inputs is missing'],
    ] as const) {
      const error = await refusalOf(key, inputs)
      assert.equal(error.httpResponse.status, 400)
      assert.equal(error.message, `Failed to perform inference: ${words}`)
      assert.deepEqual(error.httpResponse.body, { error: words })
      assert.match(error.httpResponse.requestId, /^[0-9a-f-]{36}$/u)
    }
    assert.equal(await usedUnits(server.url, person.token), 6)
  })

  it('throws when no unit is left, and says until when', async () => {
    const client = new InferenceClient(key, { endpointUrl })
    await client.textClassification({ inputs: HAM })
    const error = await refusal(client, HAM)
    assert.equal(error.httpResponse.status, 429)
    assert.match(error.message, /All 7 units of this month are used\. The next month begins 20/u)
    assert.equal(await usedUnits(server.url, person.token), QUOTA)
  })
})

describe('@huggingface/inference while the database is away', { skip: WITHOUT_POSTGRES }, () => {
  it('comes again at once after a 503, which is held back, and gets its answer', async () => {
    await using scope = new AsyncDisposableStack()
    const place = await postgresPlace(scope)
    const behind = new URL(place['DATABASE_URL'] ?? '')
    const proxy = await openProxy(scope, Number(behind.port))
    behind.port = String(proxy.port)
    const { url: endpointUrl } = await startServer(scope, { ...place, DATABASE_URL: behind.href })
    const person = await signUp(endpointUrl)
    const client = new InferenceClient(await keyOf(endpointUrl, person), { endpointUrl })
    await client.textClassification({ inputs: HAM })

    const broken = proxy.cut('before')
    const error = await refusal(client, HAM, { retry_on_error: false })
    await broken
    assert.equal(error.httpResponse.status, 503)
    assert.match(error.message, /The database does not answer\. Try again in a moment\.$/u)

    const brokenAgain = proxy.cut('before')
    const began = performance.now()
    const [first] = await client.textClassification({ inputs: SPAM })
    await brokenAgain
    assert.equal(first?.label, 'spam')
    assert.ok(performance.now() - began >= 500, 'it came again at once')
    assert.equal(await usedUnits(endpointUrl, person.token), 2)
  })
})

/** Makes an API key. */
async function keyOf(url: string, { token }: Person): Promise<string> {
  const json = { name: 'huggingface.js' }
  return (await call<{ readonly key: string }>(url, '/users/me/keys', { token, json })).body.key
}

/** What the client throws. @throws {Error} It does not, or something that did not come from here. */
async function refusal(client: InferenceClient, inputs: unknown, options = {}) {
  try {
    await client.textClassification({ inputs: inputs as string }, options)
  } catch (error) {
    if (error instanceof InferenceClientProviderApiError) return error
    throw error
  }
  throw new Error('it was not refused')
}
