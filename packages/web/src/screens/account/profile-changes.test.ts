import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changesOf, rebased } from './profile-changes.ts'

const BEFORE = { full_name: 'Ofelia Souza', email: 'ofelia@example.com', phone: '11 99999-0000' }

describe('changesOf', () => {
  it('names what is new, and nothing else', () => {
    assert.deepEqual(changesOf(BEFORE, BEFORE), {})
    const email = 'souza@example.com'
    assert.deepEqual(changesOf(BEFORE, { ...BEFORE, email }), { email })
  })

  it('does not take white space around a value for a change', () => {
    assert.deepEqual(changesOf(BEFORE, { ...BEFORE, full_name: ' Ofelia Souza ' }), {})
    assert.deepEqual(changesOf(BEFORE, { ...BEFORE, full_name: ' Ofelia Lima ' }), {
      full_name: 'Ofelia Lima',
    })
  })

  it('lets a phone be taken back', () => {
    assert.deepEqual(changesOf(BEFORE, { ...BEFORE, phone: '' }), { phone: '' })
  })
})

describe('rebased', () => {
  it('keeps what was typed, and follows what was changed elsewhere', () => {
    const typed = { ...BEFORE, full_name: 'Ofelia Lima' }
    const now = { ...BEFORE, email: 'souza@example.com', full_name: 'Ofelia do Lago' }
    assert.deepEqual(rebased(typed, BEFORE, now), { ...now, full_name: 'Ofelia Lima' })
    assert.deepEqual(changesOf(now, rebased(typed, BEFORE, now)), { full_name: 'Ofelia Lima' })
  })
})
