import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'node:test'
import { UNREACHABLE } from '@hamlet/client'
import { texts } from './texts.en.ts'

const DOCUMENT = new URL('../../../../docs/problems.md', import.meta.url)

it('there are words for every problem that docs/problems.md lists, and for no answer at all', () => {
  const listed = [...readFileSync(DOCUMENT, 'utf8').matchAll(/^## (\S+)$/gmu)].map(
    ([, code]) => code,
  )
  assert.ok(listed.length > 20)
  assert.deepEqual(Object.keys(texts.refusals).sort(), [...listed, UNREACHABLE].sort())
})

it('there are words for every code of a fault that docs/problems.md lists', () => {
  const table = readFileSync(DOCUMENT, 'utf8').split('\n## ')[0] ?? ''
  const listed = [...table.matchAll(/^\| `([a-z-]+)` \|/gmu)].map(([, code]) => code)
  assert.ok(listed.length > 10)
  assert.deepEqual(Object.keys(texts.fieldFaults).sort(), listed.sort())
})
