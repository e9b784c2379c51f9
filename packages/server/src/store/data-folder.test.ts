import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { DataFolderError, lockFolder } from './data-folder.ts'

let root: string
const children: ChildProcess[] = []
before(() => {
  root = mkdtempSync(join(tmpdir(), 'hamlet-lock-'))
})
after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true })
})

const newFolder = () => mkdtempSync(join(root, 'data-'))

/** Takes the folder in another process, which then stays; it says `held`, or why it could not. */
async function lockElsewhere(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const program = `
    const { lockFolder } = await import(${JSON.stringify(import.meta.resolve('./data-folder.ts'))})
    try {
      lockFolder(${JSON.stringify(folder)})
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [said] = await once(child.stdout, 'data')
  return { child, said: String(said).trim() }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

const isInUseBy = (pid: number | undefined) => (error: unknown) => {
  assert.ok(error instanceof DataFolderError)
  assert.match(error.message, new RegExp(`in use by another Hamlet \\(process ${pid}\\)`, 'u'))
  return true
}

describe('lockFolder', () => {
  it('refuses a second one in the same process, naming the folder and the holder', () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    assert.throws(() => lockFolder(folder), isInUseBy(process.pid))
    assert.throws(
      () => lockFolder(folder),
      (error: Error) => error.message.includes(folder),
    )
    lock.release()
    lockFolder(folder).release()
  })

  it('holds one folder, and leaves others free', () => {
    const locks = [lockFolder(newFolder()), lockFolder(newFolder())]
    for (const lock of locks) lock.release()
  })

  it('refuses another process, also after one was refused in this one', async () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    assert.throws(() => lockFolder(folder), DataFolderError)
    const { said } = await lockElsewhere(folder)
    assert.match(said, new RegExp(`in use by another Hamlet \\(process ${process.pid}\\)`, 'u'))
    lock.release()
  })

  it('is free again once its holder is killed, and names the new one', async () => {
    const folder = newFolder()
    const { child, said } = await lockElsewhere(folder)
    assert.equal(said, 'held')
    assert.throws(() => lockFolder(folder), isInUseBy(child.pid))
    await end(child, 'SIGKILL')
    const lock = lockFolder(folder)
    assert.equal(readFileSync(join(folder, 'lock.pid'), 'utf8'), `${process.pid}\n`)
    lock.release()
  })

  it('says so when the lock itself is unusable, and blames no other process', () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'lock'), 'something else altogether '.repeat(50))
    assert.throws(
      () => lockFolder(folder),
      (error) => {
        assert.ok(error instanceof DataFolderError)
        assert.match(error.message, /cannot be locked: file is not a database/u)
        return true
      },
    )
  })
})
