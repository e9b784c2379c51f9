import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crossValidate } from './cross-validate.ts'
import { nearDuplicateGroups } from './near-duplicates.ts'
import { toyCorpus, toyCorpusWithSources } from './testing/toy-corpus.ts'

const SMALL = { bits: 12, repeats: 2, testFolds: 3, seed: 1 } as const

describe('crossValidate', () => {
  it('tests each distinct text once per repeat', () => {
    const examples = toyCorpus(60, 1)
    const results = crossValidate([...examples, ...examples.slice(0, 9)], SMALL)
    assert.equal(results.length, 6)
    for (const repeat of [0, 1]) {
      const rows = results.filter((one) => one.repeat === repeat).flatMap((one) => one.rows)
      assert.deepEqual(
        rows.toSorted((a, b) => a - b),
        Array.from({ length: 60 }, (_, i) => i),
      )
    }
    assert.ok(results.every(({ metrics, rows }) => metrics.n === rows.length))
  })

  it('cannot tell labels that were dealt at random', () => {
    const examples = toyCorpus(240, 1).map((example, i, all) => ({
      ...example,
      label: all[(i * 97 + 13) % 240]?.label ?? example.label,
    }))
    const results = crossValidate(examples, SMALL)
    const auc = results.reduce((sum, { metrics }) => sum + metrics.rocAuc, 0) / results.length
    assert.ok(auc < 0.7, `${auc}`)
  })

  it('is the same again, and another for another seed', () => {
    const examples = toyCorpusWithSources(60, 1)
    assert.deepEqual(crossValidate(examples, SMALL), crossValidate(examples, SMALL))
    const other = crossValidate(examples, { ...SMALL, seed: 9 })
    assert.notDeepEqual(other[0]?.rows, crossValidate(examples, SMALL)[0]?.rows)
  })

  it('tests no near duplicate of a text that it trained on, when told so', () => {
    // Each text and the same with another ending.
    const examples = toyCorpus(60, 1).flatMap((one) => [one, { ...one, text: `${one.text} ok` }])
    const groups = nearDuplicateGroups(examples.map(({ text }) => text))
    assert.ok(new Set(groups).size <= 60)
    for (const group of ['near', groups] as const) {
      const results = crossValidate(examples, { ...SMALL, group })
      for (const repeat of [0, 1]) {
        const parts = results.filter((one) => one.repeat === repeat)
        const pairs = parts.flatMap(({ fold, rows }) => rows.map((row) => `${groups[row]} ${fold}`))
        assert.equal(pairs.length, examples.length)
        assert.equal(new Set(pairs).size, new Set(groups).size)
      }
    }
    const straddling = crossValidate(examples, SMALL).slice(0, 3)
    const pairs = straddling.flatMap(({ fold, rows }) =>
      rows.map((row) => `${groups[row]} ${fold}`),
    )
    assert.ok(new Set(pairs).size > new Set(groups).size)
  })

  it('refuses groups that are not one per distinct example', () => {
    assert.throws(() => crossValidate(toyCorpus(60, 1), { ...SMALL, group: [1, 2] }), RangeError)
  })

  it('tells of each part as it is done', () => {
    const told: string[] = []
    crossValidate(toyCorpus(60, 1), {
      ...SMALL,
      onFold: (one) => told.push(`${one.repeat}${one.fold}`),
    })
    assert.deepEqual(told, ['00', '01', '02', '10', '11', '12'])
  })
})
