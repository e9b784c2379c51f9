import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildMatrix, MARKS } from './matrix.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { channelOf, channelsOf, sourceSlot, withSources } from './sources.ts'
import { toyCorpus } from './testing/toy-corpus.ts'
import type { Example, Label, Source } from './units.ts'

function texts(source: Source | undefined, ham: number, spam: number): Example[] {
  const of = (label: Label, count: number): Example[] =>
    Array.from({ length: count }, (_, i) => ({
      text: `${source} ${label} ${i}`,
      label,
      ...(source && { source }),
    }))
  return [...of('ham', ham), ...of('spam', spam)]
}

const seen = (examples: readonly Example[]): number[] => [...new Set(channelsOf(examples))].sort()

describe('channelsOf', () => {
  it('gives each text the channel of its source, and 0 without one', () => {
    const examples = [...texts('sms', 10, 10), ...texts('chat', 10, 10), ...texts(undefined, 3, 3)]
    const expected = examples.map(({ source }) => channelOf(source))
    assert.deepEqual([...channelsOf(examples)], expected)
    assert.deepEqual(seen(examples), [0, 1, 5])
  })

  it('gives 0 to a source that has fewer than ten texts of a label', () => {
    const others = texts('sms', 10, 10)
    assert.deepEqual(seen([...others, ...texts('email', 100, 9)]), [0, 1])
    assert.deepEqual(seen([...others, ...texts('email', 9, 100)]), [0, 1])
    assert.deepEqual(seen([...others, ...texts('email', 10, 10)]), [1, 3])
  })

  it('gives 0 to all where there is one source only', () => {
    assert.deepEqual(seen(texts('sms', 50, 50)), [0])
    assert.deepEqual(seen([]), [])
  })
})

describe('withSources', () => {
  const bits = 12
  const matrix = buildMatrix(toyCorpus(4, 1), { bits, gramSizes: [3], pairs: true })
  const channels = Uint8Array.of(0, 1, 5, 0)
  const sourced = withSources(matrix, channels, bits)
  const group = ({ ids, marks }: typeof matrix, row: number, n: number): number[] => [
    ...ids.subarray(marks[row * MARKS + n] ?? 0, marks[row * MARKS + n + 1] ?? 0),
  ]

  it('copies words, compounds and shapes of a channel behind themselves, and no n-gram', () => {
    for (const [row, channel] of channels.entries()) {
      for (const n of [0, 1, 2, 3]) {
        const own = group(matrix, row, n)
        const copies = own.map((id) =>
          id < 2 ** bits ? sourceSlot(id, channel, 32 - bits) : id + channel * SHAPE_SLOTS,
        )
        const isCopied = channel > 0 && n !== 2
        assert.deepEqual(group(sourced, row, n), isCopied ? [...own, ...copies] : own)
      }
    }
  })
})
