import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { snippetsFor } from './snippets.ts'

const FACTS = { origin: 'https://hamlet.example', key: 'hk_secret' }

const codeOf = (name: string, text: string) =>
  snippetsFor({ ...FACTS, text }).find((snippet) => snippet.name === name)?.code ?? ''

describe('snippetsFor', () => {
  it('names the address and the key in each of them', () => {
    const snippets = snippetsFor({ ...FACTS, text: 'Hello' })
    assert.equal(snippets.length, 3)
    for (const { code } of snippets) {
      assert.ok(code.includes('https://hamlet.example/v1/classify'), code)
      assert.ok(code.includes('hk_secret'), code)
    }
  })

  for (const text of [`It's "free"`, 'você ganhou! \\ $HOME `id`', 'two\nlines']) {
    it(`gives curl the very text ${JSON.stringify(text)} in a shell`, () => {
      const command = codeOf('curl', text).replace(/^curl/u, "printf '%s\\0'")
      const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0')
      assert.deepEqual(words, [
        'https://hamlet.example/v1/classify',
        '-H',
        'X-API-Key: hk_secret',
        '-H',
        'Content-Type: application/json',
        '-d',
        JSON.stringify({ text }),
        '',
      ])
    })
  }
})
