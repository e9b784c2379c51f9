import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { siteOf, sourceOfCommentType, textOfComment } from './comment.ts'

describe('textOfComment', () => {
  it('is the content, whoever wrote it', () => {
    assert.equal(textOfComment({ content: ' Nice! ', author: 'Ana' }, 100), ' Nice! ')
  })

  it('is the name of the author where there is no content', () => {
    assert.equal(textOfComment({ content: ' \n', author: 'Ana' }, 100), 'Ana')
  })

  it('is cut between characters, not within them', () => {
    assert.equal(textOfComment({ content: '😀😀😀', author: '' }, 2), '😀😀')
    assert.equal(textOfComment({ content: 'abc', author: '' }, 2), 'ab')
    assert.equal(textOfComment({ content: 'a😀', author: '' }, 2), 'a😀')
  })
})

describe('sourceOfCommentType', () => {
  for (const [type, source] of [
    ['comment', 'comment'],
    ['forum-post', 'comment'],
    ['reply', 'comment'],
    ['blog-post', 'comment'],
    ['trackback', 'comment'],
    ['pingback', 'comment'],
    ['review', 'comment'],
    ['contact-form', 'form'],
    ['signup', 'form'],
    ['Signup ', 'form'],
    ['message', 'chat'],
    ['', undefined],
    [' ', undefined],
    ['guestbook', 'comment'],
  ] as const) {
    it(`"${type}" is ${source ?? 'not known'}`, () =>
      assert.equal(sourceOfCommentType(type), source))
  }
})

describe('siteOf', () => {
  for (const [address, site] of [
    ['https://Blog.Example.org/', 'blog.example.org'],
    ['http://blog.example.org', 'blog.example.org'],
    ['https://example.org:8443/Blog//', 'example.org:8443/Blog'],
    ['https://example.org:443/', 'example.org'],
    ['https://user:word@example.org/?a=b#c', 'example.org'],
    ['example.org/blog/', 'example.org/blog'],
    ['localhost:8080', 'localhost:8080'],
    [' https://example.org ', 'example.org'],
    ['https://münchen.example/', 'xn--mnchen-3ya.example'],
    ['', undefined],
    ['   ', undefined],
    ['https://', undefined],
    ['http://[', undefined],
  ] as const) {
    it(`"${address}" is ${site ?? 'none'}`, () => assert.equal(siteOf(address), site))
  }

  it('has 255 characters at most, and is found soon in a megabyte of slashes', () => {
    assert.equal(siteOf(`https://example.org/${'a'.repeat(500)}`)?.length, 255)
    const begun = performance.now()
    assert.equal(siteOf(`https://example.org${'/'.repeat(1e6)}a`)?.length, 255)
    assert.equal(siteOf(`https://example.org${'/'.repeat(1e5)}`), 'example.org')
    assert.ok(performance.now() - begun < 2000)
  })
})
