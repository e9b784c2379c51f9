import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { describe, it } from 'node:test'
import { CLI, spawnHamlet } from './running-server.ts'

const LINES = 40_000

/** Long enough for threads: 5 MiB, some lines malformed, in chunks that end anywhere. */
function* longStream(): Generator<Buffer> {
  const lines = Array.from({ length: LINES }, (_, id) =>
    id % 1000 === 7
      ? '{oops'
      : JSON.stringify({ id, text: `free prize ${id}, ${'olá '.repeat(20)}` }),
  )
  const bytes = Buffer.from(lines.join('\n'))
  for (let at = 0; at < bytes.length; at += 50_021) yield bytes.subarray(at, at + 50_021)
}

describe('hamlet classify, as a process', { concurrency: 2 }, () => {
  it('answers a long stream in order, the same for any number of threads, and ends', async () => {
    const [alone, together] = await Promise.all([answersOf('1'), answersOf('3')])
    assert.equal(alone.status, 1)
    assert.equal(alone.stderr, `${LINES / 1000} lines could not be read\n`)
    const records = alone.stdout
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      records.map(({ id, line }) => id ?? line - 1),
      [...records.keys()],
    )
    assert.equal(records.length, LINES)
    assert.ok(together.stdout.equals(alone.stdout), 'the same bytes')
    assert.deepEqual({ ...together, stdout: alone.stdout }, alone)
  })

  for (const [when, bytes] of [
    ['at once', 0],
    ['amid threads', 3 * 2 ** 20],
  ] as const) {
    it(`ends quietly when its reader leaves ${when}`, async () => {
      const child = classify('3')
      const stderr = text(child.stderr as Readable)
      const ended = once(child, 'close')
      const fed = pipeline(Readable.from(endless()), child.stdin as NodeJS.WritableStream)
      await readSome(child, bytes)
      child.stdout?.destroy()
      await assert.rejects(fed)
      assert.deepEqual([await ended, await stderr], [[0, null], ''])
    })
  }
})

function classify(workers: string): ChildProcess {
  return spawnHamlet(['classify', '--format', 'ndjson', '--workers', workers], {}, CLI, 'pipe')
}

async function answersOf(workers: string) {
  const child = classify(workers)
  const ended = once(child, 'close')
  const [stdout, stderr] = await Promise.all([
    buffer(child.stdout as Readable),
    text(child.stderr as Readable),
    pipeline(Readable.from(longStream()), child.stdin as NodeJS.WritableStream),
  ])
  const [status] = await ended
  return { status, stdout, stderr }
}

function* endless(): Generator<Buffer> {
  const chunk = Buffer.from('{"text":"free prize, see you at home"}\n'.repeat(1000))
  for (;;) yield chunk
}

async function readSome({ stdout }: ChildProcess, bytes: number): Promise<void> {
  let read = 0
  while (read < bytes) {
    const chunk = stdout?.read()
    if (chunk === null) await once(stdout as Readable, 'readable')
    else read += chunk.length
  }
}
