import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { v4, v7 } from 'uuid'
import { readId } from './ids.ts'

describe('readId', () => {
  it('reads an id with and without dashes, in either case, as it is stored', () => {
    for (const id of [v4(), v7()]) {
      const bare = id.replaceAll('-', '')
      for (const text of [id, id.toUpperCase(), bare, bare.toUpperCase()]) {
        assert.equal(readId(text), id, text)
      }
    }
  })

  it('reads nothing else', () => {
    const id = v7()
    const bare = id.replaceAll('-', '')
    const texts = [
      ...['', ' ', 'null', '42', id.slice(1), `${id}0`, `${id} `, `\n${id}`, `${id}\n`],
      ...[bare.slice(1), `${bare}0`, `${bare}\n`, `${id.slice(0, 23)}${id.slice(24)}`],
      ...[`urn:uuid:${id}`, `{${id}}`, `g${bare.slice(1)}`, 'f'.repeat(31), 'a'.repeat(32)],
    ]
    for (const text of texts) assert.equal(readId(text), undefined, JSON.stringify(text))
  })
})
