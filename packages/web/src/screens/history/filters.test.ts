import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dayFaultsOf, isFiltered, NO_FILTERS, queryOf } from './filters.ts'

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

it('days are of a year of four digits, and the last is not before the first', () => {
  const faults = (from: string, to: string) => dayFaultsOf({ ...NO_FILTERS, from, to })
  const [day, later, far] = ['2026-05-01', '2026-05-31', '12026-05-01']
  for (const [from, to] of [
    ['', ''],
    [day, ''],
    ['', day],
    [day, day],
    [day, later],
  ] as const) {
    assert.deepEqual(faults(from, to), {}, `${from} to ${to}`)
  }
  assert.deepEqual(faults(later, day), { to: 'reversed' })
  assert.deepEqual(faults(far, day), { from: 'day' })
  assert.deepEqual(faults(day, far), { to: 'day' })
  assert.deepEqual(faults(far, far), { from: 'day', to: 'day' })
})
