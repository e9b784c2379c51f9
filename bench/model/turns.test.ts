import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leastOf, medianOf, ratioOf, takeTurns } from './turns.ts'

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

  it('lets who is done sooner run again in each turn, and tells the time of one run', async () => {
    let clock = 0
    let runs = 0
    const quick = {
      run: () => {
        runs++
        clock += 3
        return 1
      },
    }
    const slow = {
      run: () => {
        clock += 50
        return 1
      },
    }
    const turns = { warmUp: 1, rounds: 2, turnMs: 20, now: () => clock }
    assert.deepEqual(await takeTurns([quick, slow], turns), [
      [3, 3],
      [50, 50],
    ])
    assert.equal(runs, 1 + 7 + 7)
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

describe('ratioOf', () => {
  it('compares within rounds, so that a slow phase of the machine does not count', () => {
    assert.equal(ratioOf([40, 40, 80], [20, 20, 40]), 2)
    assert.equal(ratioOf([40, 80, 80], [20, 40, 20]), 2)
  })

  it('has no answer where the reference has fewer rounds', () => {
    assert.ok(Number.isNaN(ratioOf([1], [])))
  })
})
