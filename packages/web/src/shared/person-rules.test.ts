import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faultOf, type PersonFields } from './person-rules.ts'

const CASES: Readonly<Record<keyof PersonFields, readonly [good: string, ...bad: string[]]>> = {
  full_name: ['Ofelia Souza', '', 'Ofelia', ' Ofelia '],
  email: ['ofelia@example.com', '', 'ofelia', 'ofelia@', 'a b@example.com', 'ofelia@localhost'],
  username: ['ofelia_7', 'of', 'ofélia', 'a b', 'x'.repeat(65)],
  password: ['123456', '12345'],
  document_number: ['529.982.247-25', '529'],
  phone: ['+55 (11) 99999-0000', 'call me'],
}

describe('faultOf', () => {
  for (const [field, [good, ...bad]] of Object.entries(CASES)) {
    it(`knows a good ${field} from bad ones`, () => {
      const name = field as keyof PersonFields
      assert.equal(faultOf(name, good), undefined)
      for (const value of bad) assert.ok(faultOf(name, value), value)
    })
  }

  it('lets an empty phone pass: it is optional', () => {
    assert.equal(faultOf('phone', ''), undefined)
  })
})
