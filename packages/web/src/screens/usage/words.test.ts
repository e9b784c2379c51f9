import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dayName, momentIn, monthName } from './words.ts'

it('a month and a day have their own names, wherever the reader is', () => {
  assert.equal(monthName('2026-11', 'en'), 'November 2026')
  assert.equal(monthName('2026-03', 'pt-BR'), 'março de 2026')
  assert.equal(dayName('2026-11-01', 'en'), 'Sunday, November 1')
  assert.equal(dayName('2026-11-01', 'pt-BR'), 'domingo, 1 de novembro')
})

it('a moment is told in the time zone that is asked for, and says which', () => {
  const reset = '2026-12-01T03:00:00.000Z'
  assert.match(momentIn('America/Sao_Paulo', reset, 'en'), /^December 1, 2026.*12:00\sAM GMT-3$/u)
  assert.match(
    momentIn('America/Sao_Paulo', reset, 'pt-BR'),
    /^1 de dezembro de 2026.*0?0:00 BRT$/u,
  )
  assert.match(momentIn('UTC', reset, 'en'), /^December 1, 2026.*3:00\sAM UTC$/u)
})
