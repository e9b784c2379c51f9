import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { FAULT_CODES } from '../domain/errors.ts'
import { DOMAIN_ROWS, EDGE_ROWS, PROBLEM_CODES } from './problem-table.ts'

const PAGE = readFileSync(new URL('../../../../docs/problems.md', import.meta.url), 'utf8')

/** Parts of the page, one for each heading of the second level. */
const sections = PAGE.split(/^## /mu)
  .slice(1)
  .map((text) => {
    const [code = ''] = text.split('\n')
    const [, status = ''] = /^- \*\*Status:\*\* (\d{3})$/mu.exec(text) ?? []
    return { code, status: Number(status), text }
  })

describe('docs/problems.md', () => {
  it('has one heading for each code, in order, and no other', () => {
    assert.deepEqual(
      sections.map(({ code }) => code),
      PROBLEM_CODES,
    )
  })

  it('states the status that the server answers', () => {
    const rows = Object.entries({ ...DOMAIN_ROWS, ...EDGE_ROWS })
    const table = Object.fromEntries(rows.map(([code, { status }]) => [code, status]))
    assert.deepEqual(Object.fromEntries(sections.map(({ code, status }) => [code, status])), table)
  })

  it('says what each code of a fault means, in order, and of no other', () => {
    const [head = ''] = PAGE.split(/^## /mu)
    const rows = [...head.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gmu)]
    assert.deepEqual(
      rows.map(([, code]) => code),
      FAULT_CODES,
    )
  })

  it('says of each when it comes and what to do', () => {
    const silent = sections.filter(
      ({ text }) => !/^- \*\*When:\*\* ./mu.test(text) || !/^- \*\*What to do:\*\* ./mu.test(text),
    )
    assert.deepEqual(silent, [])
  })
})
