import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeModel, type Example, encodeModel, trainModel } from '@hamlet/classifier'
import { trainInWorker } from './train-model.ts'

const examples: readonly Example[] = Array.from({ length: 3000 }, (_, i) => ({
  text: i % 3 === 0 ? `claim free prize ${i} now` : `see you at ${i} tonight`,
  label: i % 3 === 0 ? 'spam' : 'ham',
}))

describe('trainInWorker', () => {
  it('gives the bytes that training here gives, and tells how far it is', async () => {
    const few = examples.slice(0, 60)
    const told: number[] = []
    const options = { bits: 12, seed: 3 }
    const { bytes, report } = await trainInWorker({
      examples: few,
      options,
      onProgress: (done) => told.push(done),
    })
    assert.deepEqual(bytes, encodeModel(trainModel(few, options)))
    assert.deepEqual(report, decodeModel(bytes).report)
    assert.equal(told.at(-1), 1)
  })

  it('leaves the event loop free', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 5)
    await trainInWorker({ examples })
    clearInterval(timer)
    assert.ok(ticks > 10, `${ticks}`)
  })

  it('ends when it is told to', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const training = trainInWorker({
      examples,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    })
    await assert.rejects(training, reason)
    await assert.rejects(trainInWorker({ examples, signal: controller.signal }), reason)
  })

  it('fails as training does', async () => {
    const message = /Training needs two distinct texts of each label, got 1 ham and 1 spam/u
    await assert.rejects(trainInWorker({ examples: examples.slice(2, 4) }), { message })
  })
})
