import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import { FAULT_CODES, type FaultCode } from '../domain/errors.ts'
import {
  as,
  type Member,
  newPerson,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../testing/harness.ts'
import { FAULT_OF_KEYWORD } from './validation.ts'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService({ PASSWORD_MIN_LENGTH: '10', MAX_TEXT_CHARS: '100' })
  member = await promote(service, await signUp(service.app))
})
after(() => service.close())

const post = (url: string, payload: object): InjectOptions => ({ method: 'POST', url, payload })
const register = (changes: object) => post('/users/register/', newPerson(changes))
const classify = (payload: object) => post('/v1/classify', payload)
const withKey = (key: string, text = 'a'): InjectOptions => ({
  ...classify({ text }),
  headers: { 'idempotency-key': key },
})

type Case = readonly [
  what: string,
  ask: () => InjectOptions,
  fault: readonly [pointer: string, code: FaultCode, limit?: number],
]

const CASES: readonly Case[] = [
  ['white space', () => classify({ text: ' ' }), ['#/text', 'empty']],
  ['no text', () => classify({}), ['#/text', 'missing']],
  ['no body', () => post('/login/', {}), ['#/username', 'missing']],
  ['a number for a text', () => classify({ text: 1 }), ['#/text', 'wrong-type']],
  ['a long text', () => classify({ text: 'a'.repeat(101) }), ['#/text', 'too-long', 100]],
  ['no word', () => classify({ text: 'a', source: 'b' }), ['#/source', 'not-one-of']],
  ['a field of nobody', () => classify({ text: 'a', b: 1 }), ['#/b', 'unknown']],
  ['too much', () => classify({ text: 'a', reasons: 51 }), ['#/reasons', 'too-large', 50]],
  ['too little', () => classify({ text: 'a', reasons: -1 }), ['#/reasons', 'too-small', 0]],
  ['no Unicode', () => classify({ text: '\0' }), ['#/text', 'not-unicode']],
  ['no texts', () => post('/v1/classify/batch', { texts: [] }), ['#/texts', 'too-few', 1]],
  [
    'too many texts',
    () => post('/v1/classify/batch', { texts: Array(1001).fill('a') }),
    ['#/texts', 'too-many', 1000],
  ],
  [
    'nothing to change',
    () => ({ method: 'PATCH', url: `/users/${member.id}`, payload: {} }),
    ['#', 'too-few', 1],
  ],
  ['a page of 0', () => ({ url: '/users/?limit=0' }), ['#/query/limit', 'too-small', 1]],
  ['no e-mail', () => register({ email: 'a' }), ['#/email', 'malformed']],
  ['one word', () => register({ full_name: 'Ofelia' }), ['#/full_name', 'malformed']],
  ['no CPF', () => register({ document_number: '1' }), ['#/document_number', 'malformed']],
  ['a short name', () => register({ username: 'ab' }), ['#/username', 'too-short', 3]],
  ['a long name', () => register({ username: 'a'.repeat(65) }), ['#/username', 'too-long', 64]],
  ['a short password', () => register({ password: '1234567' }), ['#/password', 'too-short', 10]],
  ['a name of another', () => register({ username: member.username }), ['#/username', 'taken']],
  [
    'a scope that may not be had',
    () => post('/users/me/keys', { name: 'a', scopes: [] }),
    ['#/scopes', 'too-few', 1],
  ],
  [
    'a time that has passed',
    () => post('/users/me/keys', { name: 'a', expires_at: '2020-01-01T00:00:00Z' }),
    ['#/expires_at', 'in-the-past'],
  ],
  [
    'a password that is not the right one',
    () => ({ method: 'DELETE', url: '/users/me', payload: { password: 'guessed' } }),
    ['#/password', 'wrong'],
  ],
  [
    'scopes of administrators',
    () => {
      const { password } = member
      return post('/login/', { username: member.username, password, scope: 'nonsense' })
    },
    ['#/scope', 'not-allowed'],
  ],
  ['no key', () => withKey(''), ['#/headers/idempotency-key', 'malformed']],
  ['a key used before', () => withKey('k', 'b'), ['#/headers/idempotency-key', 'taken']],
]

describe('a fault', () => {
  before(() => service.app.inject(as(member, withKey('k'))))

  for (const [what, ask, [pointer, code, limit]] of CASES) {
    it(`of ${what} is "${code}"`, async () => {
      const { errors = [], ...problem } = (await service.app.inject(as(member, ask()))).json()
      const [fault] = errors.filter((one: { pointer: string }) => one.pointer === pointer)
      assert.ok(fault, JSON.stringify({ ...problem, errors }))
      const { detail, ...facts } = fault
      assert.ok(detail.length > 0)
      assert.deepEqual(facts, { pointer, code, ...(limit !== undefined && { limit }) })
    })
  }

  it('of every code is seen here', () => {
    const seen = new Set(CASES.map(([, , [, code]]) => code))
    assert.deepEqual([...seen].sort(), FAULT_CODES)
  })

  it('of every keyword by which the API refuses something has a code of its own', async () => {
    const { paths } = (await service.app.inject({ url: '/openapi.json' })).json()
    const asked = Object.values(paths as Record<string, object>).flatMap((item) =>
      Object.values(item).map(({ parameters, requestBody }) => ({ parameters, requestBody })),
    )
    const keywords = new Set(keywordsIn(asked))
    for (const keyword of ['type', 'enum', 'pattern', 'minLength', 'maximum', 'format']) {
      assert.ok(keywords.has(keyword), keyword)
    }
    const silent = [...keywords].filter((keyword) => !(keyword in FAULT_OF_KEYWORD))
    assert.deepEqual(silent, [])
  })
})

/** Keywords that say nothing of what is refused, or stand around a schema. */
const OTHERS = ['description', 'default', 'properties', 'items', 'title', 'example']

/** Every keyword of the schemas below a value. */
function keywordsIn(value: unknown, isSchema = false): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keywordsIn(item, isSchema))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    if (!isSchema) return keywordsIn(member, name === 'schema')
    if (name === 'properties') return Object.values(member).flatMap((one) => keywordsIn(one, true))
    const below = name === 'items' ? keywordsIn(member, true) : []
    return OTHERS.includes(name) ? below : [name, ...below]
  })
}
