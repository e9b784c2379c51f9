import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { type Classifier, decodeModel, type Model, openClassifier } from '@hamlet/classifier'

const MODEL = new URL('../../../../models/default.hamlet', import.meta.url)
const CARD = new URL('../../../../models/default.md', import.meta.url)

describe('models/default.hamlet', () => {
  let bytes: Buffer
  let model: Model
  let classifier: Classifier

  before(async () => {
    bytes = await readFile(MODEL)
    model = decodeModel(bytes)
    classifier = openClassifier(model)
  })

  // The two that the described system has the wrong way round; neither is in the sample.
  for (const [text, right] of [
    ['W1NN3R!! Y0u h4ve w0n a fr33 pr1ze, c4ll n0w', 'spam'],
    ['Your account statement is ready, call us on 0800 123 456 for a free copy', 'ham'],
  ] as const) {
    it(`calls ${right}: ${text}`, () => {
      for (const source of [undefined, 'sms'] as const) {
        const { label, spamProbability } = classifier.classify(text, source)
        assert.equal(label, right, `${spamProbability}`)
      }
    })
  }

  for (const text of [
    'hello',
    'Oi, tudo bem?',
    'Ok, see you at home tonight. Love you',
    'Oi mãe, cheguei bem. Te ligo mais tarde',
    'The meeting moved to four, same room.',
    'Obrigado pela ajuda ontem, ficou ótimo!',
  ]) {
    it(`lets through: ${text}`, () => assert.equal(classifier.classify(text).label, 'ham'))
  }

  it('is smaller than 1.5 MB', () => assert.ok(bytes.length < 1_500_000))

  it('is the model that its card describes', async () => {
    const card = await readFile(CARD, 'utf8')
    assert.ok(card.includes(`\`${model.version}\``))
    assert.ok(card.includes(model.report.fingerprint))
  })
})
