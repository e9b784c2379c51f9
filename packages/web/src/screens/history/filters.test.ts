import assert from 'node:assert/strict'
import { it } from 'node:test'
import { isFiltered, NO_FILTERS, queryOf } from './filters.ts'

it('filters that leave nothing out are not asked for', () => {
  assert.equal(isFiltered(NO_FILTERS), false)
  assert.deepEqual(queryOf(NO_FILTERS), {})
  assert.deepEqual(queryOf({ ...NO_FILTERS, search: '  ' }), {})
})

it('what is wanted is asked for by the names of the API', () => {
  const filters = {
    search: ' prize ',
    label: 'spam',
    from: '2026-05-01',
    to: '2026-05-31',
  } as const
  assert.equal(isFiltered(filters), true)
  const { search, ...rest } = filters
  assert.deepEqual(queryOf(filters), { q: search.trim(), ...rest })
})
