import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import {
  checkSite,
  checkTexts,
  firstCharacters,
  isBlank,
  isLongerThan,
  MOST_SITE_UNITS,
} from './decision.ts'
import { isDomainError } from './errors.ts'

describe('isBlank', () => {
  for (const text of ['', ' ', '\n\t\u00a0\u3000\ufeff']) {
    it(`${JSON.stringify(text)} is`, () => assert.ok(isBlank(text)))
  }
  it('a single character is not', () => assert.ok(!isBlank(' . ')))
})

describe('isLongerThan', () => {
  it('counts code points, not UTF-16 units', () => {
    assert.ok(!isLongerThan('😀'.repeat(10), 10))
    assert.ok(isLongerThan(`${'😀'.repeat(10)}a`, 10))
    assert.ok(isLongerThan('a'.repeat(21), 10))
    assert.ok(!isLongerThan('a'.repeat(10), 10))
  })
})

describe('firstCharacters', () => {
  it('are as many code points as there may be, of any text', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(12), (text, limit) => {
        const cut = firstCharacters(text, limit)
        assert.equal(cut, [...text].slice(0, limit).join(''))
        assert.ok(!isLongerThan(cut, limit))
      }),
    )
  })
})

describe('checkTexts', () => {
  const refusalOf = (text: string) => {
    try {
      return checkTexts([text], () => '#/text', 5)
    } catch (error) {
      return error
    }
  }

  it('lets through what can be judged and stored', () => {
    for (const text of ['a', 'a b c', '\u0001', '😀'.repeat(5)])
      checkTexts([text], () => '#/text', 5)
  })

  it('refuses what is empty, too long or not Unicode, whoever asks', () => {
    assert.ok(isDomainError(refusalOf(' \n'), 'text-empty'))
    assert.ok(isDomainError(refusalOf('abcdef'), 'text-too-long'))
    for (const text of ['a\0b', '\0', '\ud83d', 'a\udc00']) {
      const error = refusalOf(text)
      assert.ok(isDomainError(error, 'invalid-request'), text)
      const [fault] = error.facts.faults
      assert.deepEqual([fault?.pointer, fault?.code], ['#/text', 'not-unicode'])
    }
  })
})

describe('checkSite', () => {
  it('holds dialects to sites that can be stored', () => {
    for (const site of [undefined, 'a', 'example.com/blog', 'é'.repeat(MOST_SITE_UNITS)]) {
      checkSite(site)
    }
    for (const site of ['', 'a'.repeat(MOST_SITE_UNITS + 1), 'a\0', '\ud83d']) {
      assert.throws(() => checkSite(site), RangeError)
    }
  })
})
