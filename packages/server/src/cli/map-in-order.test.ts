import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { mapInOrder } from './map-in-order.ts'

async function* streamOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await nextTurn()
}

describe('mapInOrder', () => {
  it('gives results in the order of the items, with at most so many under way', async () => {
    const delays = fc.array(fc.nat({ max: 4 }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), async (items, most) => {
        let underWay = 0
        const results: number[] = []
        const mapped = mapInOrder(streamOf([...items.entries()]), most, async ([i, delay]) => {
          underWay++
          assert.ok(underWay <= most, `${underWay} of ${most}`)
          await turns(delay)
          underWay--
          return i
        })
        for await (const result of mapped) results.push(result)
        assert.deepEqual(results, [...items.keys()])
      }),
      { numRuns: 50 },
    )
  })

  it('gives a result before the next item is there', async () => {
    const { promise: never } = Promise.withResolvers<never>()
    async function* slow(): AsyncGenerator<number> {
      yield 1
      await never
    }
    const results = mapInOrder(slow(), 4, async (item) => 10 * item)
    assert.deepEqual(await results.next(), { value: 10, done: false })
  })

  it('reads nothing more while nobody takes a result', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<number> {
      for (;;) yield read++
    }
    const results = mapInOrder(endless(), 3, async (item) => item)
    await results.next()
    await turns(50)
    assert.ok(read <= 1 + 3 + 1, `${read}`)
  })

  it('throws what the map throws, in its place', async () => {
    const results: number[] = []
    const mapped = mapInOrder(streamOf([1, 2, 3]), 3, async (item) => {
      if (item === 2) throw new RangeError('two')
      return item
    })
    await assert.rejects(async () => {
      for await (const result of mapped) results.push(result)
    }, /two/u)
    assert.deepEqual(results, [1])
  })

  it('throws what the stream throws', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield 1
      throw new RangeError('cut off')
    }
    await assert.rejects(async () => {
      for await (const result of mapInOrder(broken(), 2, async (item) => item)) assert.ok(result)
    }, /cut off/u)
  })
})
