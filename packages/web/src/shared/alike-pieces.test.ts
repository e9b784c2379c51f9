import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { LogOdds } from '@hamlet/classifier'
import { addUpAlike, keyOf } from './alike-pieces.ts'

const reason = (piece: string, contribution: number, start?: number) => ({
  piece,
  contribution: contribution as LogOdds,
  ...(start !== undefined && { start, end: start + piece.length }),
})

it('adds up what differs by case and the punctuation around it, and keeps the sum', () => {
  const reasons = [reason('money', -3), reason('Money!', 2, 0), reason('money', 1.5, 9)]
  assert.deepEqual(
    [...addUpAlike(reasons).values()],
    [
      { piece: 'Money!', hasPlace: true, contribution: 3.5 },
      { piece: 'money', hasPlace: false, contribution: -3 },
    ],
  )
})

it('tells words apart by what stands inside them, and symbols by themselves', () => {
  assert.equal(keyOf('"Prize!"'), 'prize')
  assert.notEqual(keyOf('$5000'), keyOf('5000'))
  assert.equal(keyOf('!!!'), '!!!')
})

it('takes what is longer than a piece as it stands: to look for its end takes the square of time', () => {
  const long = `A${'!'.repeat(32_000)}A`
  const begun = performance.now()
  assert.equal(keyOf(long), long)
  assert.ok(performance.now() - begun < 100)
})
