import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Audience, isFor, type Viewer } from './audience.ts'

const VIEWERS = ['stranger', 'user', 'admin'] as const satisfies readonly Viewer[]

const seenBy = (audience: Audience) => VIEWERS.filter((viewer) => isFor(audience, viewer))

describe('isFor', () => {
  it('opens a screen to whom it is for', () => {
    assert.deepEqual(seenBy('everybody'), ['stranger', 'user', 'admin'])
    assert.deepEqual(seenBy('signed-out'), ['stranger'])
    assert.deepEqual(seenBy('signed-in'), ['user', 'admin'])
    assert.deepEqual(seenBy('admin'), ['admin'])
  })

  it('cannot say while it is not known who looks, except where it does not matter', () => {
    assert.equal(isFor('everybody', 'unknown'), true)
    for (const audience of ['signed-out', 'signed-in', 'admin'] as const) {
      assert.equal(isFor(audience, 'unknown'), undefined)
    }
  })
})
