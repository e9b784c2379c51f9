import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitMixture, mix } from './calibrate.ts'
import type { LearnSettings } from './learn-settings.ts'
import { learn } from './learner.ts'
import { buildMatrix, packColumns } from './matrix.ts'
import { logLossOf } from './metrics.ts'
import { learnBayes, learnLinear } from './out-of-fold.ts'
import { channelsOf, withSources } from './sources.ts'
import { toyCorpus } from './testing/toy-corpus.ts'
import { dealRows } from './training-folds.ts'
import type { Example } from './units.ts'

const BITS = 12
const examples: readonly Example[] = [
  ...toyCorpus(60, 1).map((one): Example => ({ ...one, source: 'sms' })),
  ...toyCorpus(30, 2),
  ...toyCorpus(60, 3).map((one): Example => ({ ...one, source: 'chat' })),
]
const plain = buildMatrix(examples, { bits: BITS, gramSizes: [3], pairs: true })
const channels = channelsOf(examples)
const told: number[] = []
const settings: LearnSettings = {
  learner: 'hybrid',
  cost: 1,
  bayes: [
    { event: 'bernoulli', scope: 'words', alpha: 100 },
    { event: 'bernoulli', scope: 'all', alpha: 0.03 },
  ],
  folds: 5,
  seed: 1,
  onProgress: (done) => told.push(done),
}
const sourced = { matrix: withSources(plain, channels, BITS), channels }
const learned = learn({ texts: examples.length, plain, sourced }, settings)

describe('learn', () => {
  const { matrix } = packColumns(plain)
  const folds = dealRows({ texts: examples.length, isSpam: plain.isSpam }, settings)
  const linear = learnLinear(matrix, folds, settings, () => {}).scores

  it('takes the naive Bayes whose mixture has the least out-of-fold log loss', () => {
    const losses = settings.bayes.map((options) => {
      const scores = { linear, ...learnBayes(matrix, folds, options).scores }
      return logLossOf(mix(scores, fitMixture(scores, plain.isSpam)), plain.isSpam)
    })
    const best = losses.indexOf(Math.min(...losses))
    assert.notEqual(losses[0], losses[1])
    assert.deepEqual(learned.plain.bayesOptions, settings.bayes[best])
  })

  it('keeps what the plain learners say of texts of no channel, and only that', () => {
    const ofSources = learned.sourced?.outOfFold
    assert.ok(ofSources)
    for (const [row, channel] of channels.entries()) {
      const isKept: boolean = ofSources[row] === learned.plain.outOfFold[row]
      assert.equal(isKept, channel === 0, `row ${row} of channel ${channel}`)
    }
  })

  it('mixes each source by what its own texts show', () => {
    const mixtures = learned.sourced?.mixtures
    assert.deepEqual([...(mixtures?.keys() ?? [])].sort(), [1, 5])
    assert.notDeepEqual(mixtures?.get(1), mixtures?.get(5))
    for (const mixture of mixtures?.values() ?? []) assert.equal(mixture.scale, 0)
  })

  it('counts the machines of both views', () => {
    assert.equal(told.length, 12)
    assert.equal(told.at(-1), 1)
  })
})
