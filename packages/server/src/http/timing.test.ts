import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { requestIdOf } from './timing.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u

describe('requestIdOf', () => {
  for (const id of [
    'a',
    'a'.repeat(128),
    'order-66_v1.2',
    '01a20556-07b9-7192-95c3-f6aa292e0722',
  ]) {
    it(`keeps ${id.slice(0, 40)}`, () => {
      assert.equal(requestIdOf(id), id)
    })
  }

  for (const id of [
    '',
    'a'.repeat(129),
    'a b',
    'naïve',
    'a\nb',
    '{"a":1}',
    ['a', 'b'],
    undefined,
  ]) {
    it(`makes a new one for ${JSON.stringify(id)?.slice(0, 40)}`, () => {
      assert.match(requestIdOf(id), UUID)
      assert.notEqual(requestIdOf(id), requestIdOf(id))
    })
  }
})
