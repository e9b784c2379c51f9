import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { keptSecret, SecretFileError } from './secret-file.ts'

let root: string
before(() => {
  root = mkdtempSync(join(tmpdir(), 'hamlet-secret-'))
})
after(() => rmSync(root, { recursive: true }))

const newFolder = () => mkdtempSync(join(root, 'data-'))

describe('keptSecret', () => {
  it('makes 256 random bits, once, that only their owner may read', async () => {
    const folder = join(root, 'not', 'there', 'yet')
    const secret = (await keptSecret(folder)).reveal()
    assert.match(secret, /^[0-9a-f]{64}$/u)
    assert.equal((await keptSecret(folder)).reveal(), secret)
    assert.equal(statSync(join(folder, 'secret')).mode & 0o777, 0o600)
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    assert.deepEqual(readdirSync(folder), ['secret'])
    assert.notEqual((await keptSecret(newFolder())).reveal(), secret)
  })

  it('gives all who ask at once in one process the same', async () => {
    const folder = newFolder()
    const secrets = await Promise.all(Array.from({ length: 8 }, () => keptSecret(folder)))
    assert.equal(new Set(secrets.map((secret) => secret.reveal())).size, 1)
    assert.deepEqual(readdirSync(folder), ['secret'])
  })

  it('gives processes that start together the same', async () => {
    const folder = newFolder()
    const program = `
      const { keptSecret } = await import(${JSON.stringify(import.meta.resolve('./secret-file.ts'))})
      console.log((await keptSecret(${JSON.stringify(folder)})).reveal())`
    const secrets = await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const args = ['--input-type=module', '-e', program]
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
        const [said] = await Promise.all([text(child.stdout), once(child, 'exit')])
        return said
      }),
    )
    assert.deepEqual(secrets, Array(4).fill(readFileSync(join(folder, 'secret'), 'utf8')))
    assert.deepEqual(readdirSync(folder), ['secret'])
  })

  it('is not stopped by what a process of the same id left behind when it was killed', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, `secret.${process.pid}`), '')
    assert.match((await keptSecret(folder)).reveal(), /^[0-9a-f]{64}$/u)
  })

  for (const left of ['', '\n', 'abc', '0'.repeat(63), 'z'.repeat(64)]) {
    it(`refuses to take ${JSON.stringify(left.slice(0, 4))} (${left.length}) for a secret, naming the file`, async () => {
      const folder = newFolder()
      const file = join(folder, 'secret')
      writeFileSync(file, left)
      await assert.rejects(keptSecret(folder), (error) => {
        assert.ok(error instanceof SecretFileError)
        assert.ok(error.message.includes(file))
        return true
      })
      assert.equal(readFileSync(file, 'utf8'), left)
    })
  }
})
