import assert from 'node:assert/strict'
import { it } from 'node:test'
import { shapeName } from '../../../classifier/src/shapes.ts'
import { texts } from './texts.en.ts'

it('there are words for every shape feature of the classifier, which are its own in English', () => {
  const names = Array.from({ length: 64 }, (_, i) => shapeName(i << 5)).filter(
    (one) => one !== 'shape',
  )
  assert.equal(names.length, 16)
  const told = [...names, '(everything else)'].map((name) => [name, name])
  assert.deepEqual(texts.reasons.shapes, Object.fromEntries(told))
})
