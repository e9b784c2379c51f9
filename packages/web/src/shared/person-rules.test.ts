import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { faultOf, LIMITS, type PersonFields } from './person-rules.ts'

const CASES: Readonly<Record<keyof PersonFields, readonly [good: string, ...bad: string[]]>> = {
  full_name: ['Ofelia Souza', '', 'Ofelia', ' Ofelia ', `Ofelia ${'a'.repeat(194)}`],
  email: [
    'ofelia@example.com',
    '',
    'ofelia',
    'ofelia@',
    'a b@example.com',
    'ofelia@localhost',
    `${'o'.repeat(243)}@example.com`,
  ],
  username: ['ofelia_7', 'of', 'ofélia', 'a b', 'x'.repeat(65)],
  password: ['123456', '12345', 'a'.repeat(257)],
  document_number: ['529.982.247-25', '529'],
  phone: ['+55 (11) 99999-0000', 'call me', '1'.repeat(33)],
}

describe('faultOf', () => {
  for (const [field, [good, ...bad]] of Object.entries(CASES)) {
    it(`knows a good ${field} from bad ones`, () => {
      const name = field as keyof PersonFields
      assert.equal(faultOf(name, good), undefined)
      for (const value of bad) assert.ok(faultOf(name, value), value)
    })
  }

  it('tells how long a password must be at this server, in characters and not in UTF-16 units', () => {
    const tooShort = { length: 'too-short', limit: 12 }
    assert.deepEqual(faultOf('password', 'correct hor', 12), tooShort)
    assert.deepEqual(faultOf('password', '🎭'.repeat(11), 12), tooShort)
    assert.equal(faultOf('password', '🎭'.repeat(12), 12), undefined)
    assert.deepEqual(faultOf('password', '12345'), { ...tooShort, limit: 6 })
  })

  it('tells how long a value may be at most', () => {
    const tooLong = { length: 'too-long', limit: 256 }
    assert.deepEqual(faultOf('password', 'a'.repeat(257), 12), tooLong)
    assert.equal(faultOf('password', '🎭'.repeat(256)), undefined)
  })

  it('does not count white space around what is sent without it', () => {
    assert.equal(faultOf('email', `  ${'o'.repeat(242)}@example.com  `), undefined)
  })

  it('lets an empty phone pass: it is optional', () => {
    assert.equal(faultOf('phone', ''), undefined)
  })
})

describe('LIMITS', () => {
  const document = JSON.parse(
    readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'),
  )
  const bodyOf = ({ requestBody }: Operation): Properties =>
    requestBody.content['application/json'].schema.properties

  it('are those of docs/openapi.json, for registering and for changing', () => {
    const registering = bodyOf(document.paths['/users/register/'].post)
    assert.deepEqual(limitsIn(registering), LIMITS)
    const changing = bodyOf(document.paths['/users/me'].patch)
    const { username: _, document_number: __, ...changeable } = LIMITS
    const { current_password: ___, ...checked } = changing
    assert.deepEqual(limitsIn(checked), changeable)
  })
})

type Properties = Readonly<Record<string, Readonly<Record<string, unknown>>>>

interface Operation {
  readonly requestBody: {
    readonly content: {
      readonly 'application/json': { readonly schema: { properties: Properties } }
    }
  }
}

/** What a schema says of each field's length and form, without what it says for readers. */
function limitsIn(properties: Properties): Properties {
  const limits = Object.entries(properties).map(([name, schema]) => [
    name,
    Object.fromEntries(
      Object.entries(schema).filter(([key]) => ['minLength', 'maxLength', 'pattern'].includes(key)),
    ),
  ])
  return Object.fromEntries(limits)
}
