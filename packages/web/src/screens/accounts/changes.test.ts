import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changesOf, isUnits, rebased, rightsOf } from './changes.ts'

const BY_DEFAULT = { role: 'user', monthly_limit: 10, monthly_limit_kind: 'default' } as const
const OWN = { role: 'admin', monthly_limit: 10, monthly_limit_kind: 'own' } as const
const FREE = { role: 'user', monthly_limit: null, monthly_limit_kind: 'none' } as const

describe('changesOf', () => {
  it('finds nothing where the form is as it was', () => {
    for (const account of [BY_DEFAULT, OWN, FREE]) {
      assert.equal(changesOf(account, rightsOf(account)), undefined)
    }
  })

  it('sends only what is another', () => {
    assert.deepEqual(changesOf(OWN, { ...rightsOf(OWN), role: 'user' }), { role: 'user' })
    assert.deepEqual(changesOf(OWN, { ...rightsOf(OWN), units: '0' }), { monthly_limit: 0 })
  })

  it('takes what is no number for a change, which then is refused', () => {
    const empty = { ...OWN, monthly_limit: 0 }
    for (const units of ['', '12.5']) {
      assert.notEqual(changesOf(empty, { ...rightsOf(empty), units }), undefined)
    }
  })

  it('knows the default from the same number as a limit of its own, and none from both', () => {
    const ownTen = { ...rightsOf(BY_DEFAULT), kind: 'own' } as const
    assert.deepEqual(changesOf(BY_DEFAULT, ownTen), { monthly_limit: 10 })
    assert.deepEqual(changesOf(OWN, { ...rightsOf(OWN), kind: 'default' }), {
      monthly_limit: 'default',
    })
    assert.deepEqual(changesOf(OWN, { ...rightsOf(OWN), kind: 'none' }), { monthly_limit: null })
    assert.deepEqual(changesOf(FREE, { ...rightsOf(FREE), kind: 'default' }), {
      monthly_limit: 'default',
    })
  })
})

describe('rebased', () => {
  const before = rightsOf(BY_DEFAULT)
  const now = rightsOf(OWN)

  it('follows the account where nothing was set, so that there is nothing to save', () => {
    assert.deepEqual(rebased(before, before, now), now)
    assert.equal(changesOf(OWN, rebased(before, before, now)), undefined)
  })

  it('keeps what was set, and sends nothing else', () => {
    const free = { ...before, kind: 'none' } as const
    assert.deepEqual(changesOf(OWN, rebased(free, before, now)), { monthly_limit: null })
    const admin = { ...before, role: 'admin' } as const
    assert.deepEqual(changesOf(FREE, rebased(admin, before, rightsOf(FREE))), { role: 'admin' })
  })

  it('keeps a limit as a whole: its number is not lost where somebody else took its kind away', () => {
    const twenty = { ...now, units: '20' }
    assert.deepEqual(rebased(twenty, now, rightsOf(FREE)), { ...twenty, role: 'user' })
  })
})

describe('isUnits', () => {
  it('takes whole numbers from 0 to 2,000,000,000', () => {
    for (const good of ['0', '1', ' 12 ', '2000000000']) assert.ok(isUnits(good), good)
    for (const bad of ['', ' ', '-5', '12.5', '1e3', '0x10', '1,000', '2000000001']) {
      assert.ok(!isUnits(bad), bad)
    }
  })
})
