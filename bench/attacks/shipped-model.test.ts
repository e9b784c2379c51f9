import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Classifier, decodeModel, type Example, openClassifier } from '@hamlet/classifier'
import { readDataset } from '../../packages/server/src/store/dataset.ts'
import { SHIPPED_MODEL } from '../model/shipped.ts'
import { ATTACKS, attackNamed } from './attacks.ts'
import { attacked, spamShare } from './suite.ts'

const SAMPLE = fileURLToPath(new URL('../../datasets/sample.csv', import.meta.url))
const NOTHING_KNOWN = { hamWords: [], hamTexts: [] }
const SEED = 1

/**
 * The share of the sample's spam, English and Portuguese, that is still called spam after an
 * obfuscation. The model has learned from these texts, so this tells what a disguise costs and
 * nothing else. Each floor is 2 to 3 points below the least of three seeds.
 */
const FLOORS: readonly (readonly [name: string, floor: number])[] = [
  ['leet, half of the letters', 0.97],
  ['leet, all letters', 0.97],
  ['homoglyphs, half of the letters', 0.975],
  ['zero-width characters', 0.98],
  ['f r e e, half of the words', 0.925],
  ['f r e e, every letter', 0.83],
  ['f.r-e_e, half of the words', 0.945],
  ['misspelling, half of the words', 0.93],
  ['case flips', 0.98],
  ['lower case', 0.98],
  ['emoji between words', 0.975],
  ['words cut in two', 0.96],
  ['zero-width + leet + emoji', 0.975],
]

describe('spam of datasets/sample.csv, obfuscated, before models/default.hamlet', () => {
  let classifier: Classifier
  let spam: readonly Example[]

  before(async () => {
    classifier = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
    const isKnown = ({ text, label }: Example): boolean =>
      label === 'spam' && classifier.classify(text).label === 'spam'
    // Without their sources: nothing but the text is to give them away.
    spam = (await readDataset(SAMPLE)).filter(isKnown).map(({ text, label }) => ({ text, label }))
  })

  it('is spam to begin with', () => assert.ok(spam.length >= 920, `${spam.length} texts`))

  it('has a floor for every obfuscation', () => {
    const obfuscations = ATTACKS.filter(({ kind }) => kind === 'obfuscation')
    assert.deepEqual(
      FLOORS.map(([name]) => name),
      obfuscations.map(({ name }) => name),
    )
  })

  for (const [name, floor] of FLOORS) {
    it(`stays spam, ${100 * floor} % of it: ${name}`, () => {
      const attack = attackNamed(name)
      const share = spamShare(classifier, attacked(spam, attack, NOTHING_KNOWN, SEED))
      assert.ok(share >= floor, `${(100 * share).toFixed(2)} %`)
    })
  }
})
