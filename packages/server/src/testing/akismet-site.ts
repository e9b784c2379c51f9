import assert from 'node:assert/strict'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { as, type Member } from './harness.ts'

/** Fields of a form. */
export type Fields = Readonly<Record<string, string>>

/** An API key in both of its forms. */
export interface SiteKey {
  readonly key: string
  readonly compatKey: string
  readonly id: string
}

/** Makes a member an API key. @param wanted  Its body, but for the name. */
export async function makeSiteKey(
  app: FastifyInstance,
  member: Member,
  wanted: object = {},
): Promise<SiteKey> {
  const payload = { name: 'blog', ...wanted }
  const reply = await app.inject(as(member, { method: 'POST', url: '/users/me/keys', payload }))
  assert.equal(reply.statusCode, 201, reply.body)
  const { id, key, compat_key: compatKey } = reply.json()
  return { id, key, compatKey }
}

/** Posts a form as a site would. */
export function postForm(
  app: FastifyInstance,
  path: string,
  fields: Fields,
  headers: Fields = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  })
}

/** Headers of an answer that Akismet's clients look at. */
export function akismetHeaders({ headers }: LightMyRequestResponse): Fields {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-akismet-'))
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]))
}

/** That an answer is this text, whole, and plain. */
export function assertText(reply: LightMyRequestResponse, status: number, text: string): void {
  assert.deepEqual(
    [reply.statusCode, reply.body, reply.headers['content-type']],
    [status, text, 'text/plain; charset=utf-8'],
  )
}
