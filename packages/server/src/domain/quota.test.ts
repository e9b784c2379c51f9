import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  periodOf,
  periodOfMonth,
  periodsBetween,
  secondsLeft,
  secondsOf,
  spanOfDays,
  unitsLeft,
} from './quota.ts'
import type { Units } from './units.ts'

describe('periodOf', () => {
  it('is the calendar month in UTC', () => {
    const period = periodOf(new Date('2026-01-31T23:59:59.999Z'), 'UTC')
    assert.equal(period.month, '2026-01')
    assert.equal(period.day, 31)
    assert.equal(period.start.toISOString(), '2026-01-01T00:00:00.000Z')
    assert.equal(period.end.toISOString(), '2026-02-01T00:00:00.000Z')
  })

  it('turns at midnight of its own time zone', () => {
    const before = periodOf(new Date('2026-03-01T02:59:59Z'), 'America/Sao_Paulo')
    const after = periodOf(new Date('2026-03-01T03:00:00Z'), 'America/Sao_Paulo')
    assert.equal(before.month, '2026-02')
    assert.equal(before.day, 28)
    assert.equal(after.month, '2026-03')
    assert.equal(after.day, 1)
    assert.deepEqual(before.end, after.start)
  })

  it('is as long as its days are, an hour lost to daylight saving included', () => {
    const period = periodOfMonth('2024-09', 'Africa/Cairo')
    assert.equal(secondsOf(period), 30 * 86_400)
    const beirut = periodOf(new Date('2022-03-27T12:00:00Z'), 'Asia/Beirut')
    assert.equal(secondsOf(beirut), 31 * 86_400 - 3600)
  })

  it('follows the year', () => {
    assert.equal(periodOf(new Date('2026-12-31T23:00:00Z'), 'Europe/Berlin').month, '2027-01')
  })

  it('is found again by its name', () => {
    const period = periodOf(new Date('2026-11-01T00:00:00Z'), 'Asia/Kolkata')
    assert.deepEqual(periodOfMonth(period.month, 'Asia/Kolkata'), period)
  })
})

describe('secondsLeft', () => {
  it('rounds up, and never goes below 0', () => {
    const period = periodOf(new Date('2026-01-31T12:00:00Z'), 'UTC')
    assert.equal(secondsLeft(period, new Date('2026-01-31T23:59:59.500Z')), 1)
    assert.equal(secondsLeft(period, new Date('2026-02-03T00:00:00Z')), 0)
  })
})

describe('unitsLeft', () => {
  const period = periodOf(new Date('2026-01-31T12:00:00Z'), 'UTC')

  it('is nothing, not less, when a limit was lowered below what is used', () => {
    assert.equal(unitsLeft({ used: 9 as Units, limit: 5 as Units, period }), 0)
  })

  it('has no end without a limit', () => {
    assert.equal(unitsLeft({ used: 9 as Units, limit: undefined, period }), undefined)
  })
})

describe('spanOfDays', () => {
  const spanOf = (days: Parameters<typeof spanOfDays>[0], timeZone: string) => {
    const { from, until } = spanOfDays(days, timeZone)
    return [from?.toISOString(), until?.toISOString()]
  }

  it('is whole days, the last one with them', () => {
    const days = { from: '2026-05-10', to: '2026-05-10' }
    const utc = ['2026-05-10T00:00:00.000Z', '2026-05-11T00:00:00.000Z']
    assert.deepEqual(spanOf(days, 'UTC'), utc)
    const there = ['2026-05-10T03:00:00.000Z', '2026-05-11T03:00:00.000Z']
    assert.deepEqual(spanOf(days, 'America/Sao_Paulo'), there)
  })

  it('a day may have 23 hours', () => {
    const days = { from: '2026-03-29', to: '2026-03-29' }
    const berlin = ['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z']
    assert.deepEqual(spanOf(days, 'Europe/Berlin'), berlin)
  })

  it('has no end where no day is named, and stays within 1970 to 9999', () => {
    assert.deepEqual(spanOf({}, 'UTC'), [undefined, undefined])
    const epoch = '1970-01-01T00:00:00.000Z'
    assert.deepEqual(spanOf({ from: '0000-01-01' }, 'UTC'), [epoch, undefined])
    assert.deepEqual(spanOf({ to: '1969-01-01' }, 'UTC'), [undefined, epoch])
    const last = '9999-12-31T23:59:59.999Z'
    assert.deepEqual(spanOf({ from: '9999-12-31', to: '9999-12-31' }, 'America/Sao_Paulo'), [
      '9999-12-31T03:00:00.000Z',
      last,
    ])
  })
})

describe('periodsBetween', () => {
  const monthsBetween = (first: string, last: string, timeZone = 'UTC') =>
    periodsBetween(new Date(first), new Date(last), timeZone).map(({ month }) => month)

  it('are the months of both moments and all between them', () => {
    const months = monthsBetween('2025-11-30T00:00:00Z', '2026-02-01T00:00:00Z')
    assert.deepEqual(months, ['2025-11', '2025-12', '2026-01', '2026-02'])
    assert.deepEqual(monthsBetween('2026-05-01T00:00:00Z', '2026-05-01T00:00:00Z'), ['2026-05'])
  })

  it('are those of the time zone, and meet', () => {
    const zone = 'America/Sao_Paulo'
    const [first, last] = ['2026-03-01T02:00:00Z', '2026-04-01T03:00:00Z'] as const
    assert.deepEqual(monthsBetween(first, last, zone), ['2026-02', '2026-03', '2026-04'])
    const [one, two] = periodsBetween(new Date(first), new Date(last), zone)
    assert.deepEqual(one?.end, two?.start)
  })

  it('are none where the first moment is later', () => {
    assert.deepEqual(monthsBetween('2026-05-01T00:00:00Z', '2026-03-01T00:00:00Z'), [])
  })
})
