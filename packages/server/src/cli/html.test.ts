import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { html } from './html.ts'

describe('html', () => {
  it('escapes text, but not the markup it is put into', () => {
    const cell = html`<td title="${`"'`}">${'</td><b>&'}</td>`
    const row = html`<tr>${[cell, cell]}</tr>`
    const expected = '<td title="&quot;&#39;">&lt;/td&gt;&lt;b&gt;&amp;</td>'
    assert.equal(row.markup, `<tr>${expected}${expected}</tr>`)
  })

  it('shows what HTML has no place for', () => {
    assert.equal(html`${'a\u0000b\u001b[31m\ud800\tc'}`.markup, 'a\ufffdb\ufffd[31m\ufffd\tc')
  })

  it('lets no text begin a tag, end an attribute or name a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.match(html`${text}`.markup, /^(?:[^<>"'&]|&(?:amp|lt|gt|quot|#39);)*$/u)
      }),
    )
  })
})
