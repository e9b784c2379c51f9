import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lookAt } from './desk/look.ts'
import { columnsOf, hasRows } from './plan.ts'

const look = (content: string) => lookAt(new Blob([content]), 'a.csv')
const unnamed = (number: number) => `Column ${number}`

describe('hasRows', () => {
  it('finds none below a header alone, unless its owner takes the header for a row', async () => {
    const alone = await look('id,text\n\n')
    assert.equal(alone.hasHeader, true)
    assert.equal(hasRows(alone, true), false)
    assert.equal(hasRows(alone, false), true)
    assert.equal(hasRows(await look('id,text\n1,hello\n'), true), true)
  })
})

describe('columnsOf', () => {
  it('gives every column a name of its own', async () => {
    const names = columnsOf(await look('text,a (3),a,a,,text\n1,2,3,4,5,6\n'), true, unnamed)
    assert.deepEqual(names, ['text', 'a (3)', 'a', 'a (4)', 'Column 5', 'text (6)'])
    const twice = columnsOf(await look('text,text (3),text\n1,2,3\n'), true, unnamed)
    assert.deepEqual(twice, ['text', 'text (3)', 'text (4)'])
  })
})
