import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../../testing/any-text.ts'
import { type AkismetForm, formOf, parseForm } from './akismet-form.ts'

const parse = (body: string, charset?: string) => parseForm(Buffer.from(body, 'latin1'), charset)

describe('parseForm', () => {
  const cases: readonly (readonly [what: string, body: string, form: AkismetForm])[] = [
    ['nothing', '', {}],
    ['a field', 'key=abc', { key: 'abc' }],
    ['plus and percent', 'key=a+b%20c%2B%26%3D', { key: 'a b c+&=' }],
    ['hexadecimal digits of both cases', 'key=%c3%A9', { key: 'é' }],
    ['what is no percent-encoding', 'key=100%+%zz%4', { key: '100% %zz%4' }],
    ['an empty value', 'key=&blog=b', { key: '', blog: 'b' }],
    [
      'a field without a value, as WordPress sends empty ones',
      'key&blog=b',
      { key: '', blog: 'b' },
    ],
    ['a value with an equals sign', 'key=a=b', { key: 'a=b' }],
    ['a name that is encoded', '%6bey=a', { key: 'a' }],
    ['ampersands', '&&key=a&&', { key: 'a' }],
    ['a field that comes twice', 'key=a&key=b', { key: 'b' }],
    ['bytes that are not encoded', 'key=\xc3\xa9', { key: 'é' }],
    ['a NUL character', 'key=a%00b', { key: 'a\uFFFDb' }],
    ['bytes that are no UTF-8', 'key=%ff', { key: '\uFFFD' }],
    ['a byte order mark, which stays', 'key=%EF%BB%BFa', { key: '\uFEFFa' }],
    ['names of an object', '__proto__=a&constructor=b&key=c', { key: 'c' }],
  ]
  for (const [what, body, form] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(parse(body), form))
  }

  it('keeps nothing that is not needed', () => {
    const dump = 'user_ip=203.0.113.9&HTTP_USER_AGENT=a&REMOTE_ADDR=b&POST_comment=c&referrer=d'
    const context = 'comment_context%5B0%5D=cats&comment_date_gmt=2026-05-15&comment_author_url=e'
    assert.deepEqual(parse(`${dump}&key=k&${context}&${'x'.repeat(500)}=y`), { key: 'k' })
  })

  it('reads back what a browser writes', () => {
    fc.assert(
      fc.property(anyText(), anyText(), (content, author) => {
        const fields = { comment_content: content, comment_author: author }
        const form = parse(new URLSearchParams(fields).toString())
        const kept = (text: string) => text.toWellFormed().replaceAll('\0', '\uFFFD')
        assert.deepEqual(form, {
          comment_content: kept(content),
          comment_author: kept(author),
        })
      }),
    )
  })

  const charsets: readonly (readonly [charset: string, bytes: string, text: string])[] = [
    ['UTF-8', 'caf%C3%A9', 'café'],
    ['utf8', 'caf%C3%A9', 'café'],
    ['ISO-8859-1', 'caf%E9', 'café'],
    ['ISO-8859-1', '%80', '€'],
    ['ISO-8859-15', '%A4', '€'],
    ['windows-1251', '%CF%F0%E8%E2%E5%F2', 'Привет'],
    ['KOI8-R', '%F0%D2%C9%D7%C5%D4', 'Привет'],
    ['Shift_JIS', '%93%FA%96%7B', '日本'],
    ['EUC-KR', '%C7%D1%B1%B9', '한국'],
    ['GB18030', '%D6%D0%B9%FA', '中国'],
    ['Big5', '%A4%A4%B0%EA', '中國'],
    ['no-such-charset', 'caf%C3%A9', 'café'],
    ['UTF-16', 'caf%C3%A9', 'café'],
    ['ISO-2022-KR', 'caf%C3%A9', 'café'],
  ]
  for (const [charset, bytes, text] of charsets) {
    it(`decodes ${charset}: ${text}`, () => {
      assert.equal(parse(`comment_content=${bytes}&blog_charset=${charset}`).comment_content, text)
      assert.equal(parse(`comment_content=${bytes}`, charset).comment_content, text)
    })
  }

  it('believes the form before the header', () => {
    const body = 'comment_content=%E9&blog_charset=iso-8859-1'
    assert.equal(parse(body, 'utf-8').comment_content, 'é')
  })

  it('takes no longer for a megabyte of separators, or of one name', () => {
    const bodies = [
      '&'.repeat(1e6),
      'a'.repeat(1e6),
      'a&'.repeat(5e5),
      '='.repeat(1e6),
      '=&'.repeat(5e5),
    ]
    for (const body of bodies) {
      const begun = performance.now()
      assert.deepEqual(parse(body), {})
      assert.ok(performance.now() - begun < 500)
    }
  })
})

describe('formOf', () => {
  it('reads the query where there is no body', () => {
    const request = { body: undefined, raw: { url: '/1.2/key-sites?api_key=a%20b&x=y&filter=a?b' } }
    assert.deepEqual(formOf(request as never), { api_key: 'a b', filter: 'a?b' })
  })

  it('believes the body before the query', () => {
    const request = { body: { key: 'a' }, raw: { url: '/1.2/key-sites?key=b&month=2026-05' } }
    assert.deepEqual(formOf(request as never), { key: 'a', month: '2026-05' })
  })
})
