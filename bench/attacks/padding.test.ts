import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { appendHamTexts, appendHamWords, prependHamTexts } from './padding.ts'

const KNOWLEDGE = {
  hamWords: ['lunch', 'mum', 'home'],
  hamTexts: ['See you at noon.', 'I am late'],
}

describe('appendHamWords', () => {
  it('puts so many of the words behind a text', () => {
    const padded = appendHamWords(20)('win now', openRandom(1), KNOWLEDGE)
    const words = padded.split(' ')
    assert.equal(words.splice(0, 2).join(' '), 'win now')
    assert.equal(words.length, 20)
    assert.deepEqual(new Set(words), new Set(KNOWLEDGE.hamWords))
  })
})

describe('appendHamTexts and prependHamTexts', () => {
  it('put whole messages behind a text, or before it', () => {
    const honest = '(?:See you at noon\\.|I am late)'
    const [behind, before] = [appendHamTexts(3), prependHamTexts(3)].map((pad) =>
      pad('win now', openRandom(1), KNOWLEDGE),
    )
    assert.match(behind ?? '', new RegExp(`^win now(?: ${honest}){3}$`, 'u'))
    assert.match(before ?? '', new RegExp(`^(?:${honest} ){3}win now$`, 'u'))
  })

  it('leave a text alone when there are no messages', () => {
    const nothing = { hamWords: [], hamTexts: [] }
    for (const pad of [appendHamWords(5), appendHamTexts(3), prependHamTexts(3)]) {
      assert.equal(pad('win now', openRandom(1), nothing), 'win now')
    }
  })
})
