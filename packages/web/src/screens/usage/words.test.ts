import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dayName, fontSizeIn, monthName } from './words.ts'

it('a month and a day have their own names, wherever the reader is', () => {
  assert.equal(monthName('2026-11', 'en'), 'November 2026')
  assert.equal(monthName('2026-03', 'pt-BR'), 'março de 2026')
  assert.equal(dayName('2026-11-01', 'en'), 'Sunday, November 1')
  assert.equal(dayName('2026-11-01', 'pt-BR'), 'domingo, 1 de novembro')
})

it('a long number is written so small that the ring holds it', () => {
  assert.equal(fontSizeIn('99', 28), 28)
  assert.equal(fontSizeIn('123,456', 28), 25)
  assert.equal(fontSizeIn('2,000,000,000', 28), 13)
})
