import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { Discovery, GaxiosError } from 'googleapis-common'
import { call, type Person, signUp, usedUnits } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'

const SPAM = 'WINNER!! You have won a £1000 prize 💸 Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const QUOTA = 4

interface Stored<Item> {
  readonly items: readonly Item[]
}

interface StoredDecision {
  readonly decision_id: string
  readonly text: string | null
  readonly spam_probability: number
}

interface StoredReport {
  readonly decision_id: string | null
  readonly label: string
  readonly text: string | null
  readonly site: string | null
}

type Method<Data> = (parameters: object) => Promise<{ readonly data: Data }>

interface CommentAnalyzer {
  readonly comments: {
    readonly analyze: Method<{
      readonly attributeScores: { readonly SPAM: { readonly summaryScore: { value: number } } }
    }>
    readonly suggestscore: Method<{ readonly clientToken?: string }>
  }
}

describe('clients of Perspective', () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer

  before(async () => {
    const place = await anyPlace(scope)
    server = await startServer(scope, { ...place, MONTHLY_QUOTA: `${QUOTA}` })
  })
  after(() => scope.disposeAsync())

  const lastOf = async <Item>(path: string, { token }: Person) => {
    const { body } = await call<Stored<Item>>(server.url, `${path}?limit=1`, { token })
    const [last] = body.items
    assert.ok(last)
    return last
  }

  const lastDecision = (person: Person) => lastOf<StoredDecision>('/v1/decisions', person)

  /** Somebody new, and a key of theirs for such clients. */
  async function newOwner() {
    const person = await signUp(server.url)
    const made = await call<{ readonly key: string; readonly compat_key: string }>(
      ...([server.url, '/users/me/keys'] as const),
      { token: person.token, json: { name: 'forum' } },
    )
    return { person, key: made.body.key, compatKey: made.body.compat_key }
  }

  describe('googleapis-common, which is what google.discoverAPI() of googleapis does', () => {
    /** As Perspective's documentation has it, but for the host. */
    const discover = async () => {
      const address = `${server.url}/$discovery/rest?version=v1alpha1`
      const makeClient = await new Discovery({ includePrivate: false }).discoverAPI(address)
      // Its methods are those of the description.
      return makeClient({}, {}) as unknown as CommentAnalyzer
    }

    it('scores a comment, and takes a correction', async () => {
      const { person, key, compatKey } = await newOwner()
      const { comments } = await discover()
      const { data } = await comments.analyze({
        key,
        requestBody: { comment: { text: SPAM }, requestedAttributes: { SPAM: {} } },
      })
      const { decision_id, spam_probability } = await lastDecision(person)
      assert.equal(data.attributeScores.SPAM.summaryScore.value, spam_probability)

      const suggested = await comments.suggestscore({
        key: compatKey,
        requestBody: {
          comment: { text: SPAM },
          attributeScores: { SPAM: { summaryScore: { value: 0 } } },
          clientToken: 'c-1',
        },
      })
      assert.deepEqual(suggested.data, { clientToken: 'c-1' })
      const report = await lastOf<StoredReport>('/v1/reports', person)
      assert.deepEqual([report.decision_id, report.label], [decision_id, 'ham'])
      assert.equal(await usedUnits(server.url, person.token), 1)
    })

    it('throws with words and status for a bad key, another attribute and no comment', async () => {
      const { person, key } = await newOwner()
      const { comments } = await discover()
      const comment = { text: HAM }
      const requestedAttributes = { SPAM: {} }
      for (const [parameters, status, message] of [
        [
          { key: 'AIzaNotOne', requestBody: { comment, requestedAttributes } },
          401,
          /^API key not/u,
        ],
        [{ requestBody: { comment, requestedAttributes } }, 401, /^Send an access token/u],
        [
          { key, requestBody: { comment, requestedAttributes: { TOXICITY: {} } } },
          ...([400, /Unknown requested attribute: TOXICITY; this server scores SPAM/u] as const),
        ],
        [{ key, requestBody: { requestedAttributes } }, 400, /^Comment must be non-empty\.$/u],
        [{ key }, 400, /body/u],
      ] as const) {
        await assert.rejects(comments.analyze(parameters), refusedWith(status, message))
      }
      assert.equal(await usedUnits(server.url, person.token), 0)
    })

    it('throws when no unit is left, and is told when there is one again', async () => {
      const { person, key } = await newOwner()
      const { comments } = await discover()
      const requestBody = { comment: { text: HAM }, requestedAttributes: { SPAM: {} } }
      for (let i = 0; i < QUOTA; i++) await comments.analyze({ key, requestBody })
      const quota = refusedWith(429, /^Quota exceeded\. All 4 units of this month are used\./u)
      await assert.rejects(comments.analyze({ key, requestBody }), (error) => {
        quota(error)
        assert.ok(error instanceof GaxiosError)
        assert.match(error.response?.headers.get('retry-after') ?? '', /^\d+$/u)
        return true
      })
      assert.equal(await usedUnits(server.url, person.token), QUOTA)
    })
  })

  describe('Coral with a custom endpoint, byte by byte', () => {
    /** Bytes as its axios sends them, and the body as services/perspective/perspective.ts makes it. */
    async function sendAsCoral(operation: string, key: string, body: object) {
      const json = JSON.stringify(body)
      const head = [
        `POST /v1alpha1/${operation}?key=${key} HTTP/1.1`,
        'Accept: application/json, text/plain, */*',
        'Content-Type: application/json',
        'User-Agent: Coral Perspective/9.7.0',
        `Content-Length: ${Buffer.byteLength(json)}`,
        'Accept-Encoding: gzip, compress, deflate, br',
        `Host: 127.0.0.1:${server.port}`,
        'Connection: close',
      ]
      const socket = connect(server.port, '127.0.0.1')
      socket.write(`${head.join('\r\n')}\r\n\r\n${json}`)
      const [heard = '', answer = ''] = (await text(socket)).split('\r\n\r\n')
      return { status: Number(heard.split(' ')[1]), heard, data: JSON.parse(answer) }
    }

    const analyzing = (text: string, doNotStore: boolean) => ({
      ...{ comment: { text }, doNotStore, requestedAttributes: { SPAM: {} }, languages: ['pt'] },
    })

    const suggesting = (text: string, value: 0 | 1) => ({
      comment: { text },
      context: {
        entries: [
          {
            text: JSON.stringify({
              url: 'https://news.example.com/story?commentID=7d1c',
              Coral_comment_id: '7d1c',
            }),
          },
        ],
      },
      attributeScores: { SPAM: { summaryScore: { value } } },
      languages: ['pt'],
      communityId: 'Coral:https://coral.example.com',
      clientToken: 'comment:7d1c',
    })

    it('has a comment scored, and what moderators say of it reported', async () => {
      const { person, compatKey } = await newOwner()
      const analyzed = await sendAsCoral('comments:analyze', compatKey, analyzing(SPAM, false))
      assert.equal(analyzed.status, 200)
      assert.match(analyzed.heard, /^content-type: application\/json; charset=utf-8$/imu)
      const { decision_id, spam_probability } = await lastDecision(person)
      // What its phase `toxic` reads, and compares with the threshold.
      assert.equal(analyzed.data.attributeScores['SPAM'].summaryScore.value, spam_probability)
      assert.deepEqual(analyzed.data.languages, ['pt'])

      for (const [value, label] of [
        [0, 'ham'],
        [1, 'spam'],
      ] as const) {
        const body = suggesting(SPAM, value)
        const suggested = await sendAsCoral('comments:suggestscore', compatKey, body)
        assert.equal(suggested.status, 200)
        assert.deepEqual(suggested.data, { clientToken: 'comment:7d1c' })
        const report = await lastOf<StoredReport>('/v1/reports', person)
        assert.deepEqual([report.decision_id, report.label], [decision_id, label])
      }
    })

    it('keeps, as it does by default, no text until a moderator speaks', async () => {
      const { person, key } = await newOwner()
      await sendAsCoral('comments:analyze', key, analyzing(HAM, true))
      assert.equal((await lastDecision(person)).text, null)
      await sendAsCoral('comments:suggestscore', key, suggesting(HAM, 0))
      const { decision_id, label, text, site } = await lastOf<StoredReport>('/v1/reports', person)
      const told = [null, 'ham', HAM, 'Coral:https://coral.example.com']
      assert.deepEqual([decision_id, label, text, site], told)
    })

    it('is refused in Google’s form, for which its axios throws: the comment goes through', async () => {
      const { status, data } = await sendAsCoral('comments:analyze', 'bad', analyzing(HAM, true))
      assert.equal(status, 401)
      assert.deepEqual([data.error.code, data.error.status], [401, 'UNAUTHENTICATED'])
      const { key } = await newOwner()
      const toxicity = { ...analyzing(HAM, true), requestedAttributes: { TOXICITY: {} } }
      assert.equal((await sendAsCoral('comments:analyze', key, toxicity)).status, 400)
    })
  })
})

/** Whether Google's client threw this status, with the server's words. */
function refusedWith(status: number, message: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof GaxiosError)
    assert.equal(error.status, status)
    assert.match(error.message, message)
    return true
  }
}
