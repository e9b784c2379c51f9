import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatsOf } from './formats.ts'

const [english, portuguese] = [formatsOf('en'), formatsOf('pt-BR')]

describe('shares', () => {
  it('are rounded, never down where they bound something, never up where they may not be claimed', () => {
    const { percent, percentAtMost, percentAtLeast } = english
    assert.equal(percent(0.123_45), '12.3%')
    assert.equal(percent(0.123_45, 2), '12.35%')
    assert.equal(percentAtMost(0.000_111, 3), '0.012%')
    assert.equal(percentAtLeast(0.9999, 1), '99.9%')
    assert.equal(percentAtLeast(1, 1), '100%')
  })
})

describe('a probability', () => {
  it('has a digit behind the point, three near both ends, and is certain only when it is', () => {
    const { probability } = english
    assert.equal(probability(0.5), '50%')
    assert.equal(probability(0.4569), '45.6%')
    assert.equal(probability(0.999_995), '99.999%')
    assert.equal(probability(0.000_12), '0.012%')
    assert.equal(probability(1), '100%')
    assert.equal(probability(0), '0%')
  })

  it('is written as the reader writes', () => {
    assert.equal(portuguese.probability(0.4569), '45,6%')
  })
})

describe('quantities', () => {
  it('are in the unit that suits them', () => {
    assert.equal(english.bytes(1234), '1.2 kB')
    assert.equal(portuguese.bytes(92_500_000), '92,5 MB')
    assert.deepEqual([0.2, 89.5, 90.1].map(english.duration), ['1 sec', '90 sec', '2 min'])
  })
})

describe('log-odds', () => {
  it('have their sign, and a minus as wide as a plus', () => {
    assert.equal(english.signed(1.5), '+1.50')
    assert.equal(english.signed(-0.256), '−0.26')
    assert.equal(portuguese.signed(-0.256), '−0,26')
  })
})

describe('a moment', () => {
  const reset = '2026-12-01T02:30:00.000Z'

  it('is told in the time zone that is asked for', () => {
    assert.equal(english.day(reset, 'UTC'), 'Dec 1, 2026')
    assert.equal(english.day(reset, 'America/Sao_Paulo'), 'Nov 30, 2026')
    assert.match(english.dayAndTime(reset, 'Asia/Tokyo'), /^Dec 1, 2026, 11:30\sAM$/u)
    assert.match(portuguese.dayAndTime(reset, 'Asia/Tokyo'), /^1 de dez\. de 2026, 11:30$/u)
  })

  it('in words says in which', () => {
    const midnight = '2026-12-01T03:00:00.000Z'
    const zone = 'America/Sao_Paulo'
    assert.match(english.momentInZone(midnight, zone), /^December 1, 2026.*12:00\sAM GMT-3$/u)
    assert.match(portuguese.momentInZone(midnight, zone), /^1 de dezembro de 2026.*0?0:00 BRT$/u)
    assert.match(english.momentInZone(midnight, 'UTC'), /^December 1, 2026.*3:00\sAM UTC$/u)
  })
})
