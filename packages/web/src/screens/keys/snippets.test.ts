import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { snippetsFor } from './snippets.ts'

const FACTS = {
  origin: 'https://hamlet.example',
  key: 'hk_secret',
  compatKey: '7abe55f70ce67abe55f70ce67abe55f7',
}

const codeOf = (name: string, text: string) =>
  snippetsFor({ ...FACTS, text }).find((snippet) => snippet.name === name)?.code ?? ''

/** The words that a shell gives curl. */
const wordsOf = (code: string) => {
  const command = code.replace(/^curl/u, "printf '%s\\0'")
  return execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('snippetsFor', () => {
  it('names the address and the key in each of them', () => {
    const snippets = snippetsFor({ ...FACTS, text: 'Hello' })
    assert.equal(snippets.length, 4)
    for (const { name, code } of snippets) {
      const [path, key] =
        name === 'Akismet' ? ['1.1/comment-check', FACTS.compatKey] : ['v1/classify', FACTS.key]
      assert.ok(code.includes(`https://hamlet.example/${path}`), code)
      assert.ok(code.includes(key), code)
    }
  })

  for (const text of [`It's "free"`, 'você ganhou! \\ $HOME `id`', 'two\nlines']) {
    it(`gives curl the very text ${JSON.stringify(text)} in a shell`, () => {
      assert.deepEqual(wordsOf(codeOf('curl', text)), [
        'https://hamlet.example/v1/classify',
        '-H',
        'X-API-Key: hk_secret',
        '-H',
        'Content-Type: application/json',
        '-d',
        JSON.stringify({ text }),
      ])
      const fields = [
        `api_key=${FACTS.compatKey}`,
        'blog=https://example.com',
        'user_ip=203.0.113.7',
        `comment_content=${text}`,
      ]
      assert.deepEqual(wordsOf(codeOf('Akismet', text)), [
        'https://hamlet.example/1.1/comment-check',
        ...fields.flatMap((field) => ['--data-urlencode', field]),
      ])
    })
  }
})
