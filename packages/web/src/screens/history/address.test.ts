import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readFilters, withFilters } from './address.ts'
import { NO_FILTERS } from './filters.ts'

const read = (text: string) => readFilters(new URLSearchParams(text))
const write = (text: string, filters = NO_FILTERS) =>
  String(withFilters(new URLSearchParams(text), filters))

describe('readFilters', () => {
  it('reads what withFilters wrote', () => {
    for (const filters of [
      NO_FILTERS,
      { search: 'a&b=c d', label: 'spam', from: '2026-01-02', to: '2026-01-02' },
      { search: '', label: 'ham', from: '', to: '2026-01-02' },
    ] as const) {
      assert.deepEqual(read(write('', filters)), filters)
    }
  })

  it('takes what makes no sense as not said', () => {
    const words = 'label=maybe&from=today&to=12026-01-02'
    assert.deepEqual(read(words), NO_FILTERS)
    const reversed = read('from=2026-01-02&to=2026-01-01')
    assert.deepEqual(reversed, { ...NO_FILTERS, from: '2026-01-02' })
  })
})

describe('withFilters', () => {
  it('says nothing of what does not matter, and leaves the rest of the address', () => {
    assert.equal(write(''), '')
    assert.equal(write('q=win&label=spam&decision=7'), 'decision=7')
    assert.equal(write('q=win&decision=7', { ...NO_FILTERS, search: ' x ' }), 'q=x&decision=7')
  })
})
