import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leastOf, medianOf, takeTurns } from './turns.ts'

describe('takeTurns', () => {
  it('begins each round with another contender, and counts no round of the warm-up', async () => {
    const order: string[] = []
    let clock = 0
    const contender = (name: string, takes: number) => ({
      run: () => {
        order.push(name)
        clock += takes
        return 1
      },
    })
    const times = await takeTurns([contender('a', 2), contender('b', 3), contender('c', 5)], {
      warmUp: 1,
      rounds: 2,
      now: () => clock,
    })
    assert.equal(order.join(''), 'abcbcacab')
    assert.deepEqual(times, [
      [2, 2],
      [3, 3],
      [5, 5],
    ])
  })

  it('waits for an answer that is promised', async () => {
    let clock = 0
    const run = async () => {
      await Promise.resolve()
      clock += 7
      return 1
    }
    assert.deepEqual(await takeTurns([{ run }], { warmUp: 0, rounds: 1, now: () => clock }), [[7]])
  })

  it('refuses a contender whose answer changes, also between warm-up and rounds', async () => {
    let calls = 0
    const run = () => ++calls
    await assert.rejects(takeTurns([{ run }], { warmUp: 1, rounds: 1 }), /changed/u)
  })
})

describe('leastOf and medianOf', () => {
  it('find the least and the middle of any order', () => {
    assert.equal(leastOf([10, 9, 100]), 9)
    assert.equal(medianOf([10, 9, 100]), 10)
    assert.equal(medianOf([4, 1, 3, 2]), 3)
  })

  it('have no middle of nothing', () => {
    assert.ok(Number.isNaN(medianOf([])))
  })
})
