import assert from 'node:assert/strict'
import { it } from 'node:test'
import { alternate } from './rounds.ts'

it('contenders take turns, after a short round that does not count', async () => {
  const turns: string[] = []
  const contender = (name: string) => async (seconds: number) => {
    turns.push(`${name} ${seconds}`)
    return turns.length
  }
  const results = await alternate([contender('a'), contender('b')], { rounds: 2, seconds: 10 })
  assert.deepEqual(turns, ['a 3', 'b 3', 'a 10', 'b 10', 'a 10', 'b 10'])
  assert.deepEqual(results, [
    [3, 5],
    [4, 6],
  ])
})
