import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutesAxis } from './minutes-axis.ts'

describe('minutesAxis', () => {
  it('has a tick at every tenth minute, wherever the hour begins', () => {
    const start = Date.parse('2026-11-27T14:57:00Z')
    const minutes = Array.from({ length: 60 }, (_, i) => ({
      start: new Date(start + i * 60_000).toISOString(),
    }))
    const { ticks } = minutesAxis(minutes, (minute) => String(new Date(minute).getMinutes()))
    assert.equal(ticks.length, 6)
    assert.ok(ticks.every((tick) => Number(tick) % 10 === 0))
  })
})
