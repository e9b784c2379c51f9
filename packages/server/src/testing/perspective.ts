import assert from 'node:assert/strict'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Units } from '../domain/units.ts'
import { as, type Member, signUp, type TestService } from './harness.ts'

/** A client of Perspective, and what its owner sees. */
export interface PerspectiveClient {
  readonly member: Member
  /** Its key, in both forms. */
  readonly key: string
  readonly compat: string
  /** Sends a request of either method; the key is its own when left out. */
  readonly send: (method: PerspectiveMethod, payload: object, key?: string) => Reply
  /** Has a comment scored for SPAM, or for what `payload` says. */
  readonly analyze: (payload: object, key?: string) => Reply
  /** What another route answers the owner. */
  readonly get: (url: string) => Promise<Json>
  readonly used: () => Promise<number>
  /** Makes another key. */
  readonly makeKey: (payload: object) => Promise<Pick<PerspectiveClient, 'key' | 'compat'>>
  /** Gives its owner so many units a month. */
  readonly giveUnits: (units: number) => Promise<unknown>
}

type PerspectiveMethod = 'analyze' | 'suggestscore'

type Reply = Promise<LightMyRequestResponse>

/** As `LightMyRequestResponse.json` has it. */
type Json = Awaited<ReturnType<typeof jsonOf>>

/** Registers somebody new, with a key of their own. */
export async function openPerspectiveClient(service: TestService): Promise<PerspectiveClient> {
  const member = await signUp(service.app)
  const ask = (options: InjectOptions) => service.app.inject(as(member, options))
  const makeKey = async (payload: object) => {
    const reply = await ask({ method: 'POST', url: '/users/me/keys', payload })
    const { key, compat_key: compat } = reply.json()
    return { key, compat }
  }
  const keys = await makeKey({ name: 'forum' })
  const send = (method: PerspectiveMethod, payload: object, key = keys.key) => {
    const url = `/v1alpha1/comments:${method}?key=${key}`
    return service.app.inject({ method: 'POST', url, payload })
  }
  const get = async (url: string) => jsonOf(await ask({ url }))
  return {
    ...{ member, ...keys, send, get, makeKey },
    analyze: (payload, key) =>
      send('analyze', { requestedAttributes: { SPAM: {} }, ...payload }, key),
    used: async () => (await get('/v1/usage')).used,
    giveUnits: (units) =>
      service.database.db
        .updateTable('account')
        .set({ limit_kind: 'own', monthly_limit: units as Units })
        .where('username', '=', member.username)
        .execute(),
  }
}

const jsonOf = (reply: LightMyRequestResponse) => reply.json()

/** Checks that an answer is Google's envelope of an error. @returns Its `details`. */
export function assertGoogleError(
  reply: LightMyRequestResponse,
  code: number,
  status: string,
  message: RegExp,
): readonly Readonly<Record<string, unknown>>[] {
  assert.equal(reply.statusCode, code, reply.body)
  assert.match(String(reply.headers['content-type']), /^application\/json; charset=utf-8$/u)
  const { error, ...rest } = reply.json()
  assert.deepEqual(rest, {})
  const { details = [], ...told } = error
  assert.match(told.message, message)
  assert.deepEqual(told, { code, message: told.message, status })
  return details
}
