import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '@hamlet/client'
import { type BatchAnswer, type RecordDeps, type Recorded, recordRows } from './record-rows.ts'

const BEGUN: Recorded = { recorded: 0, refused: 0, from: 0, remaining: 100 }

const refusal = (code: string, status: number, pointer?: string) =>
  new Refusal({
    ...{ code, status, title: '', detail: '', requestId: 'r-1' },
    faults: pointer === undefined ? [] : [{ pointer, detail: '' }],
  })

/** Somebody with so many rows, in batches of three, before a server that answers what it is told to. */
function open(rows: number, answers: (texts: readonly string[], tries: number) => BatchAnswer) {
  const ids = new Map<number, string>()
  const refused = new Map<number, string>()
  const sent: { readonly texts: readonly string[]; readonly key: string }[] = []
  const waits: number[] = []
  let last: Recorded = BEGUN
  let keys = 0
  const deps: RecordDeps = {
    async nextBatch(from, most) {
      const places = Array.from({ length: rows - from }, (_, i) => from + i)
      const left = places.filter((row) => !ids.has(row) && !refused.has(row))
      const drawn = left.slice(0, Math.min(most, 3))
      return { rows: drawn, texts: drawn.map((row) => `text ${row}`) }
    },
    async send(texts, key) {
      sent.push({ texts, key })
      return answers(texts, sent.length)
    },
    async keepDecision(kept, given) {
      for (const [i, row] of kept.entries()) ids.set(row, given[i] ?? '')
    },
    refuse: async (row, code) => void refused.set(row, code),
    newKey: () => `key-${++keys}`,
    wait: async (milliseconds) => void waits.push(milliseconds),
    isStopped: () => false,
    onProgress(progress) {
      last = progress
    },
  }
  return { deps, ids, refused, sent, waits, last: () => last }
}

const granted = (texts: readonly string[], remaining: number, most = Infinity): BatchAnswer => ({
  decisions: texts.map((text, i) => (i < most ? { decision_id: `id of ${text}` } : {})),
  usage: { remaining },
})

describe('recordRows', () => {
  it('records every row, each batch under a key of its own', async () => {
    const made = open(7, (texts) => granted(texts, 50))
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    assert.deepEqual(
      made.sent.map(({ key }) => key),
      ['key-1', 'key-2', 'key-3'],
    )
    assert.equal(made.ids.size, 7)
    assert.equal(made.ids.get(6), 'id of text 6')
    assert.deepEqual(made.last(), {
      recorded: 7,
      refused: 0,
      from: 7,
      remaining: 50,
      pending: undefined,
    })
  })

  it('stops in the middle of a batch when the units end, asks no more, and knows which row is next', async () => {
    const made = open(7, (texts, tries) => granted(texts, tries === 2 ? 0 : 2, tries === 2 ? 2 : 3))
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'quota' })
    assert.equal(made.sent.length, 2)
    assert.deepEqual([made.last().recorded, made.last().from, made.ids.has(5)], [5, 5, false])
  })

  it('stops when somebody else used the units up', async () => {
    const made = open(2, () => {
      throw refusal('quota-exhausted', 429)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'quota' })
    assert.deepEqual([made.last().remaining, made.last().pending], [0, undefined])
  })

  it('sends a batch that may be lost again, with its key, after longer and longer waits', async () => {
    const made = open(3, (texts, tries) => {
      if (tries < 4)
        throw refusal(
          tries === 2 ? 'idempotency-key-running' : 'unreachable',
          tries === 2 ? 409 : 0,
        )
      return granted(texts, 1)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    assert.deepEqual(new Set(made.sent.map(({ key }) => key)), new Set(['key-1']))
    assert.deepEqual(made.waits, [1000, 2000, 4000])
  })

  it('gives up after five tries, and goes on with the same key when told to', async () => {
    const down = refusal('unreachable', 0)
    const made = open(3, (texts, tries) => {
      if (tries <= 5) throw down
      return granted(texts, 1)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'refused', error: down })
    assert.deepEqual(await recordRows(made.deps, made.last()), { kind: 'all' })
    assert.deepEqual(new Set(made.sent.map(({ key }) => key)), new Set(['key-1']))
    assert.equal(made.sent.length, 6)
  })

  it('leaves out a row that the server does not take, and records the others', async () => {
    const made = open(3, (texts) => {
      const place = texts.indexOf('text 1')
      if (place >= 0) throw refusal('text-too-long', 422, `#/texts/${place}`)
      return granted(texts, 1)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    assert.deepEqual([...made.refused], [[1, 'text-too-long']])
    assert.deepEqual([...made.ids.keys()], [0, 2])
    assert.deepEqual(
      made.sent.map(({ key }) => key),
      ['key-1', 'key-2'],
    )
  })

  it('ends at any other refusal, and between two batches when it is stopped', async () => {
    const refused = refusal('invalid-token', 401)
    const ended = open(3, () => {
      throw refused
    })
    assert.deepEqual(await recordRows(ended.deps, BEGUN), { kind: 'refused', error: refused })
    const stopped = open(7, (texts) => granted(texts, 50))
    const deps = { ...stopped.deps, isStopped: () => stopped.sent.length === 1 }
    assert.deepEqual(await recordRows(deps, BEGUN), { kind: 'stopped' })
    assert.equal(stopped.ids.size, 3)
  })
})
