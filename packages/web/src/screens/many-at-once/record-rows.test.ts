import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { type Fault, Refusal } from '@hamlet/client'
import { addRow, noRows } from './desk/judged-rows.ts'
import { leaveOut } from './desk/left-out.ts'
import { nextBatch } from './desk/next-batch.ts'
import { type BatchAnswer, type RecordDeps, type Recorded, recordRows } from './record-rows.ts'

const MODEL = new URL('../../../../../models/default.hamlet', import.meta.url)
const { classify } = openClassifier(decodeModel(new Uint8Array(await readFile(MODEL))))

const BEGUN: Recorded = { recorded: 0, leftOut: [], from: 0, remaining: 100 }

const refusal = (code: string, status: number, faults: readonly Fault[] = []) =>
  new Refusal({ code, status, title: '', detail: 'in words', requestId: 'r-1', faults })

/** Somebody with so many rows, in batches of three, before a server that answers what it is told to. */
function open(rows: number, answers: (texts: readonly string[], tries: number) => BatchAnswer) {
  const judged = noRows()
  for (let row = 0; row < rows; row++) addRow(judged, `text ${row}`, classify)
  const sent: { readonly texts: readonly string[]; readonly key: string }[] = []
  const waits: number[] = []
  let last: Recorded = BEGUN
  let keys = 0
  const deps: RecordDeps = {
    nextBatch: async (from, most) => nextBatch(judged, from, Math.min(most, 3)),
    async send(texts, key) {
      sent.push({ texts, key })
      return answers(texts, sent.length)
    },
    async keepDecision(kept, given) {
      for (const [i, row] of kept.entries()) judged.decisionIds.set(row, given[i] ?? '')
    },
    leaveOut: async (named) => leaveOut(judged, named),
    newKey: () => `key-${++keys}`,
    wait: async (milliseconds) => void waits.push(milliseconds),
    isStopped: () => false,
    onProgress(progress) {
      last = progress
    },
  }
  return { deps, ids: judged.decisionIds, sent, waits, last: () => last }
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
      leftOut: [],
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

  it('leaves out at once all rows that a refusal names, and records the others', async () => {
    const bad = ['text 0', 'text 2', 'text 4']
    const made = open(7, (texts) => {
      const faults = texts.flatMap((text, i) => {
        const pointer = `#/texts/${i}`
        return bad.includes(text) ? { pointer, code: 'empty', detail: 'is empty' } : []
      })
      if (faults.length > 0) throw refusal('text-empty', 422, faults)
      return granted(texts, 1)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    assert.deepEqual(made.last().leftOut, [
      {
        fault: { code: 'empty', limit: undefined, detail: 'is empty' },
        count: 3,
        first: [1, 3, 5],
      },
    ])
    assert.deepEqual([...made.ids.keys()].sort(), [1, 3, 5, 6])
    const batches = made.sent.map(({ texts, key }) => [key, texts.join(', ')])
    assert.deepEqual(batches, [
      ['key-1', 'text 0, text 1, text 2'],
      ['key-2', 'text 1, text 3, text 4'],
      ['key-3', 'text 1, text 3, text 5'],
      ['key-4', 'text 6'],
    ])
  })

  it('asks no more for what is longer than the server said that it takes', async () => {
    const limit = 'text 9'.length
    const made = open(31, (texts) => {
      const faults = texts.flatMap((text, i) => {
        const fault = { pointer: `#/texts/${i}`, code: 'too-long', limit, detail: 'is long' }
        return text.length > limit ? fault : []
      })
      if (faults.length > 0) throw refusal('text-too-long', 422, faults)
      return granted(texts, 1)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    const first = Array.from({ length: 20 }, (_, i) => i + 11)
    const fault = { code: 'too-long', limit, detail: 'is long' }
    assert.deepEqual(made.last().leftOut, [{ fault, count: 21, first }])
    assert.equal(made.ids.size, 10)
    assert.equal(made.sent.length, 5)
  })

  it('sends fewer rows at once when they are too large together, and leaves out one that is so alone', async () => {
    const made = open(7, (texts) => {
      // A proxy may say so, too, in words of its own.
      if (texts.includes('text 4')) throw refusal('internal', 413)
      if (texts.length > 2) throw refusal('body-too-large', 413)
      return granted(texts, 50)
    })
    assert.deepEqual(await recordRows(made.deps, BEGUN), { kind: 'all' })
    const fault = { code: 'body-too-large', detail: 'in words' }
    assert.deepEqual(made.last().leftOut, [{ fault, count: 1, first: [5] }])
    assert.deepEqual([...made.ids.keys()].sort(), [0, 1, 2, 3, 5, 6])
    assert.deepEqual(
      made.sent.map(({ texts }) => texts.length),
      [3, 2, 2, 2, 1, 1, 1],
    )
    assert.equal(new Set(made.sent.map(({ key }) => key)).size, 7)
  })

  it('does not know of rows whose answer was lost, until it asks again, though no unit is left', async () => {
    const lost = refusal('unreachable', 0)
    const made = open(3, (texts, tries) => {
      if (tries < 5) throw lost
      if (tries === 5) throw refusal('invalid-token', 401)
      return granted(texts, 0)
    })
    const end = await recordRows(made.deps, BEGUN)
    assert.equal(end.kind, 'refused')
    assert.equal(made.last().pending?.isUnsure, true)
    assert.deepEqual(await recordRows(made.deps, { ...made.last(), remaining: 0 }), { kind: 'all' })
    assert.deepEqual([made.ids.size, made.last().pending], [3, undefined])
    assert.deepEqual(new Set(made.sent.map(({ key }) => key)), new Set(['key-1']))
  })

  it('sends nothing more when it is stopped while it waits, or for an answer', async () => {
    const made = open(3, () => {
      throw refusal('database-unavailable', 503)
    })
    let isStopped = false
    const wait = async () => {
      isStopped = true
    }
    const deps = { ...made.deps, wait, isStopped: () => isStopped }
    assert.deepEqual(await recordRows(deps, BEGUN), { kind: 'stopped' })
    assert.deepEqual([made.sent.length, made.last().pending?.isUnsure], [1, true])

    const hanging = open(3, () => {
      isStopped = true
      throw new DOMException('not waited for', 'AbortError')
    })
    isStopped = false
    const stopping = { ...hanging.deps, isStopped: () => isStopped }
    assert.deepEqual(await recordRows(stopping, BEGUN), { kind: 'stopped' })
    assert.equal(hanging.last().pending?.isUnsure, true)
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
