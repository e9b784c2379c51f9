import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lastPageBefore, pagesOf, paramsOf, readShown } from './address.ts'

const read = (text: string) => readShown(new URLSearchParams(text))

describe('readShown', () => {
  it('reads what paramsOf wrote', () => {
    for (const shown of [
      { query: '', page: 1 },
      { query: 'a&b=c d', page: 1 },
      { query: 'ofélia', page: 12 },
    ]) {
      assert.deepEqual(read(String(paramsOf(shown))), shown)
    }
  })

  it('takes a page that is none as the first', () => {
    for (const page of ['', '0', '-1', '1.5', 'x', '1e9', '99999999']) {
      assert.equal(read(`page=${page}`).page, 1, page)
    }
  })
})

describe('paramsOf', () => {
  it('says nothing of what is so anyway', () => {
    assert.equal(String(paramsOf({ query: '', page: 1 })), '')
  })
})

describe('pagesOf', () => {
  it('counts begun pages', () => {
    assert.deepEqual([0, 1, 20, 21, 40, 41].map(pagesOf), [1, 1, 1, 2, 2, 3])
  })
})

describe('lastPageBefore', () => {
  it('leads back from a page behind the last, and from no other', () => {
    const from = (page: number, total?: number) => lastPageBefore({ query: '', page }, total)
    assert.deepEqual([from(7, 22), from(3, 40), from(7, 0)], [2, 2, 1])
    assert.deepEqual([from(2, 22), from(1, 0), from(7)], [undefined, undefined, undefined])
  })
})
