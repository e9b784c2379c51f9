import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openClassifier } from './classifier.ts'
import { decodeModel } from './model-file.ts'
import { anyText } from './testing/any-text.ts'
import { scriptedTexts } from './testing/scripted-texts.ts'
import { SOURCES, type Source } from './units.ts'

const MODEL = new URL('../../../models/default.hamlet', import.meta.url)
const classifier = openClassifier(decodeModel(readFileSync(MODEL)))

const LONGEST = 32_000
const anySource = fc.option(fc.constantFrom<Source>(...SOURCES), { nil: undefined })
const invisible = fc.string({
  unit: fc.constantFrom('\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad', '\ufe0f', '\u{e0061}'),
})
/** A short text again and again, cut anywhere: a pair may be torn. */
const longText = fc
  .tuple(anyText(40), fc.nat(LONGEST))
  .map(([text, length]) => text.repeat(LONGEST).slice(0, length))
const anyMessage = fc.oneof(anyText(300), longText, invisible)

function assertSound(text: string, source: Source | undefined): void {
  const { logit, spamProbability } = classifier.classify(text, source)
  assert.ok(Number.isFinite(logit), `${logit}`)
  assert.ok(spamProbability >= 0 && spamProbability <= 1, `${spamProbability}`)
}

describe('classify, by models/default.hamlet', () => {
  it('gives any string finite log-odds and a probability', () => {
    fc.assert(fc.property(anyMessage, anySource, assertSound), { numRuns: 300 })
  })

  it('gives texts in many scripts finite log-odds and a probability', () => {
    for (const { text, source } of scriptedTexts(264, 2)) assertSound(text, source)
  })

  it('blocks no honest text of a few words, whatever its source', () => {
    const texts = [
      'Hello',
      'See you tomorrow',
      'Sim',
      'Approved.',
      'Thanks',
      'On my way',
      'Obrigado!',
    ]
    for (const source of [undefined, ...SOURCES]) {
      for (const text of texts) {
        const { verdict } = classifier.classify(text, source)
        assert.ok(verdict === 'ham' || verdict === 'review', `${text}, ${source}: ${verdict}`)
      }
    }
  })

  it('takes what is drawn as nothing for nothing', () => {
    fc.assert(
      fc.property(invisible, anySource, (text, source) => {
        assert.deepEqual(classifier.classify(text, source), classifier.classify('', source))
      }),
    )
  })
})
