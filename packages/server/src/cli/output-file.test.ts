import assert from 'node:assert/strict'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { UsageError } from './command.ts'
import { checkPlace, replaceFile } from './output-file.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hamlet-test-'))
  await mkdir(join(folder, 'in'))
})
after(() => rm(folder, { recursive: true, force: true }))

const drafts = async () => (await readdir(folder)).filter((name) => name.includes('.draft'))

describe('checkPlace', () => {
  it('takes a new file, a file that is there, and a link to one', async () => {
    const [there, link] = [join(folder, 'there'), join(folder, 'way')]
    await writeFile(there, 'old')
    await symlink(there, link)
    for (const file of [join(folder, 'new'), there, link]) await checkPlace('out', file)
  })

  it('refuses what is no file, and where there is no folder', async () => {
    for (const file of [join(folder, 'in'), '/dev/null', join(folder, 'not', 'there')]) {
      await assert.rejects(checkPlace('out', file), UsageError)
    }
  })
})

describe('replaceFile', () => {
  it('writes a file, and replaces it', async () => {
    const file = join(folder, 'model')
    for (const contents of ['one', 'two']) {
      await replaceFile(file, contents)
      assert.equal(await readFile(file, 'utf8'), contents)
    }
    assert.deepEqual(await drafts(), [])
  })

  it('leaves a link, and replaces what it leads to', async () => {
    const [file, link] = [join(folder, 'current'), join(folder, 'link')]
    await writeFile(file, 'old')
    await symlink(file, link)
    await replaceFile(link, 'new')
    assert.ok((await lstat(link)).isSymbolicLink())
    assert.equal(await readFile(file, 'utf8'), 'new')
  })

  it('leaves no draft behind when the file cannot be put in its place', async () => {
    await assert.rejects(replaceFile(join(folder, 'in'), 'contents'))
    assert.deepEqual(await drafts(), [])
  })
})
