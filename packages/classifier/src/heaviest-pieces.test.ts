import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openClassifier } from './classifier.ts'
import { type HeaviestPieces, heaviestPieces } from './heaviest-pieces.ts'
import { openRandom } from './random.ts'
import { trainModel } from './train.ts'
import type { Example } from './units.ts'

const HAM = ['meeting', 'tomorrow', 'lunch', 'thanks', 'report', 'ok']
const SPAM = ['prize', 'claim', 'winner', 'cash', 'urgent', 'offer']

/** Texts of ten words of their label, each with one of `endings` behind it. */
function textsOf(label: Example['label'], count: number, endings: readonly string[]): Example[] {
  const random = openRandom(label === 'ham' ? 1 : 2)
  const words = label === 'ham' ? HAM : SPAM
  return Array.from({ length: count }, (_, i) => {
    const drawn = Array.from({ length: 10 }, () => words[Math.floor(random() * words.length)])
    return { label, text: `${drawn.join(' ')} ${i} ${endings[i] ?? ''}`.trim() }
  })
}

const repeated = (piece: string, count: number) => Array.from({ length: count }, () => piece)

function train(spamEndings: readonly string[]) {
  const examples = [...textsOf('ham', 60, []), ...textsOf('spam', 60, spamEndings)]
  return { examples, model: trainModel(examples, { bits: 14 }) }
}

function namesOf({ towardsSpam, towardsHam }: HeaviestPieces): readonly string[] {
  return [...towardsSpam, ...towardsHam].map(({ piece }) => piece)
}

describe('heaviestPieces', () => {
  it('tells the words of each label apart, the heaviest first', () => {
    const { examples, model } = train([])
    const { towardsSpam, towardsHam } = heaviestPieces(model, examples)
    assert.deepEqual(new Set(towardsSpam.map(({ piece }) => piece)), new Set(SPAM))
    for (const word of HAM)
      assert.ok(
        towardsHam.some(({ piece }) => piece === word),
        word,
      )
    for (const list of [towardsSpam, towardsHam]) {
      const weights = list.map(({ contribution }) => Math.abs(contribution))
      assert.deepEqual(
        weights,
        weights.toSorted((a, b) => b - a),
      )
    }
  })

  it('gives the mean of what the reasons say, and the texts that have the piece', () => {
    const { examples, model } = train([])
    const { towardsSpam } = heaviestPieces(model, examples)
    const { explain } = openClassifier(model)
    for (const { piece, contribution, ham, spam } of towardsSpam) {
      const own = examples.filter(({ text }) => text.split(' ').includes(piece))
      const sums = own.map(({ text }) => {
        const reasons = explain(text).reasons.filter((reason) => reason.piece === piece)
        return reasons.reduce((sum, reason) => sum + reason.contribution, 0)
      })
      const mean = sums.reduce((total, sum) => total + sum, 0) / own.length
      assert.ok(Math.abs(contribution - mean) <= 0.5001e-4, `${piece}: ${contribution}, ${mean}`)
      assert.deepEqual([ham, spam], [0, own.length])
    }
  })

  it('names no piece that fewer than five texts have', () => {
    const { examples, model } = train([...repeated('jackpot', 5), ...repeated('lottery', 4)])
    const names = namesOf(heaviestPieces(model, examples))
    assert.ok(names.includes('jackpot'))
    assert.ok(!names.includes('lottery'))
  })

  it('counts near duplicates once', () => {
    const { examples, model } = train(repeated('jackpot', 6))
    const first = examples.findIndex(({ text }) => text.endsWith('jackpot'))
    const groups = examples.map((_, row) => (row === first + 1 || row === first + 2 ? first : row))
    assert.ok(!namesOf(heaviestPieces(model, examples, groups)).includes('jackpot'))
    const fewer = groups.map((group, row) => (row === first + 2 ? row : group))
    assert.ok(namesOf(heaviestPieces(model, examples, fewer)).includes('jackpot'))
  })

  for (const [sent, told] of [
    ['JackPot!!!', 'jackpot'],
    ['"jackpot",', 'jackpot'],
    ['$1,500', '$#,###'],
    ['50%', '##%'],
    ['+5511987654321', '#############'],
    ['https://win.example/u/4711?id=9', 'https://win.example'],
    ['win.example/u/4711', 'win.example'],
    ['https://win.example?u=ofelia', 'https://win.example'],
    ['win7.example#ofelia', 'win#.example'],
    ['***', '***'],
    ['and/or', 'and/or'],
  ] as const) {
    it(`calls ${sent} ${told}`, () => {
      const { examples, model } = train(repeated(sent, 20))
      assert.ok(namesOf(heaviestPieces(model, examples)).includes(told))
    })
  }

  for (const piece of ['ofelia@mail.example', '@ofelia', 'x'.repeat(33)]) {
    it(`does not name ${piece}`, () => {
      const { examples, model } = train(repeated(piece, 20))
      const names = namesOf(heaviestPieces(model, examples))
      assert.deepEqual(
        names.filter((name) => name.includes('ofelia') || name.includes('xx')),
        [],
      )
    })
  }

  it('names fifty pieces of each label at most', () => {
    const endings = Array.from({ length: 60 }, (_, i) =>
      Array.from(
        { length: 12 },
        (_, j) => `word${'abcdefghijklmnopqrstuvwxyz'[i % 12]}${'abcdefghijklmnopqrstuvwxyz'[j]}`,
      ).join(' '),
    )
    const { examples, model } = train(endings)
    assert.equal(heaviestPieces(model, examples).towardsSpam.length, 50)
  })
})
