import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { plotOf } from './plot.ts'

describe('plotOf', () => {
  const lines = [
    {
      name: 'a < b',
      points: [
        { at: 0, value: 0 },
        { at: 60, value: 150 },
        { at: 90, value: Number.NaN },
        { at: 120, value: 200 },
      ],
    },
  ]
  const drawn = plotOf('R & D', [{ title: 'memory', unit: 'MB', lines }])

  it('draws from zero to the next round number, over the whole time, without what is missing', () => {
    assert.match(drawn, /points="0\.0,150\.0 320\.0,60\.0 640\.0,30\.0"/u)
    assert.match(drawn, />200<[\s\S]*>2 min</u)
  })

  it('escapes names', () => {
    assert.match(drawn, /<title id="title">R &amp; D<\/title>/u)
    assert.match(drawn, />a &lt; b</u)
  })
})
