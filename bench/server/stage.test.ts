import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import process from 'node:process'
import { afterEach, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { onStage, type Stage } from './stage.ts'

describe('onStage', () => {
  afterEach(() => {
    process.exitCode = undefined
  })

  it('closes what was opened, the last one first', async () => {
    const closed: string[] = []
    await onStage(async (stage) => {
      await open(stage, closed, 'server')
      await open(stage, closed, 'folder')
    })
    assert.deepEqual(closed, ['folder', 'server'])
    assert.equal(process.exitCode, undefined)
  })

  it('closes it when the work fails, and fails as the work did', async () => {
    const closed: string[] = []
    const failing = onStage(async (stage) => {
      await open(stage, closed, 'server')
      throw new Error('no port')
    })
    await assert.rejects(failing, { message: 'no port' })
    assert.deepEqual(closed, ['server'])
  })

  it('closes what is being opened while SIGINT comes, and ends with 130', async () => {
    const closed: string[] = []
    const signals = new EventEmitter()
    const late = Promise.withResolvers<string>()
    const running = onStage(async (stage) => {
      await open(stage, closed, 'folder')
      await stage.own(late.promise, async (name) => closed.push(name))
      await open(stage, closed, 'what comes after')
    }, signals)
    await setImmediate()
    signals.emit('SIGINT', 'SIGINT')
    await setImmediate()
    assert.deepEqual(closed, ['folder'])
    late.resolve('server')
    await running
    assert.deepEqual(closed, ['folder', 'server'])
    assert.equal(process.exitCode, 130)
    assert.equal(signals.listenerCount('SIGINT'), 0)
  })
})

describe('what is opened', () => {
  afterEach(() => {
    process.exitCode = undefined
  })

  it('is closed when SIGINT comes at the same moment', async () => {
    const closed: string[] = []
    const signals = new EventEmitter()
    await onStage(async (stage) => {
      const opening = open(stage, closed, 'server')
      signals.emit('SIGINT', 'SIGINT')
      await opening
    }, signals)
    assert.deepEqual(closed, ['server'])
  })
})

function open(stage: Stage, closed: string[], name: string): Promise<string> {
  return stage.own(Promise.resolve(name), async () => closed.push(name))
}
