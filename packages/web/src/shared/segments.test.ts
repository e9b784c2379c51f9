import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Explanation, LogOdds } from '@hamlet/classifier'
import { COLOURED_LENGTH, segmentsOf, strengthOf } from './segments.ts'

const reason = (piece: string, contribution: number, start?: number) => ({
  piece,
  contribution: contribution as LogOdds,
  ...(start !== undefined && { start, end: start + piece.length }),
})

const explain = (...reasons: Explanation['reasons']): Explanation => ({
  bias: 0 as LogOdds,
  logit: 0 as LogOdds,
  reasons,
})

describe('segmentsOf', () => {
  it('gives pieces and gaps in the order of the text, which they make up together', () => {
    const text = '  win a prize!'
    const segments = segmentsOf(text, explain(reason('prize!', 2, 8), reason('win', 1, 2)))
    assert.deepEqual(segments, [
      { start: 0, text: '  ' },
      { start: 2, text: 'win', contribution: 1 },
      { start: 5, text: ' a ' },
      { start: 8, text: 'prize!', contribution: 2 },
    ])
    assert.equal(segments.map((segment) => segment.text).join(''), text)
  })

  it('tells each of several pieces that are alike what they add together', () => {
    const text = 'Free? free x free!'
    const segments = segmentsOf(text, explain(reason('Free?', 2, 0), reason('free!', 1, 13)))
    assert.deepEqual(segments, [
      { start: 0, text: 'Free?', contribution: 3, times: 3 },
      { start: 5, text: ' ' },
      { start: 6, text: 'free', contribution: 3, times: 3 },
      { start: 10, text: ' x ' },
      { start: 13, text: 'free!', contribution: 3, times: 3 },
    ])
  })

  it('tells nothing apart that has no colour: it takes a browser long to draw', () => {
    const weak = explain(reason('win', 0.1, 0), reason('prize', 2, 6), reason('now', -0.2, 12))
    assert.deepEqual(segmentsOf('win a prize now', weak), [
      { start: 0, text: 'win a ' },
      { start: 6, text: 'prize', contribution: 2 },
      { start: 11, text: ' now' },
    ])
  })

  it('colours the beginning of a very long text, and counts in all of it', () => {
    const text = 'free '.repeat(8000)
    const segments = segmentsOf(text, explain(reason('free', 2, 0)))
    assert.equal(segments.map((segment) => segment.text).join(''), text)
    const coloured = segments.filter(({ contribution }) => contribution !== undefined)
    assert.equal(coloured.length, COLOURED_LENGTH / 5)
    assert.deepEqual(coloured.at(-1), {
      start: COLOURED_LENGTH - 5,
      text: 'free',
      contribution: 2,
      times: 8000,
    })
  })

  it('leaves out what has no place in the text', () => {
    assert.deepEqual(segmentsOf('hi', explain(reason('length', 1))), [{ start: 0, text: 'hi' }])
    assert.deepEqual(segmentsOf('', explain()), [])
  })
})

describe('strengthOf', () => {
  it('grows with the size, whichever way it points, up to 4', () => {
    assert.deepEqual([0, 0.1, 0.5, -0.5, 1, -2, 9].map(strengthOf), [0, 0, 1, 1, 2, 4, 4])
  })
})
