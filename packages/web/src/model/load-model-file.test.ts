import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Refusal, UNREACHABLE } from '@hamlet/client'
import { bytesOf } from './load-model-file.ts'

it('an answer whose body does not come whole is one that did not come, and may be asked for again', async () => {
  const cut = new ReadableStream({
    start(body) {
      body.enqueue(new Uint8Array(8))
    },
    pull(body) {
      body.error(new TypeError('network error'))
    },
  })
  await assert.rejects(bytesOf(new Response(cut)), (error) => {
    assert.ok(error instanceof Refusal)
    return error.code === UNREACHABLE && error.isUnsure
  })
})

it('gives the bytes of a body that came', async () => {
  assert.deepEqual(await bytesOf(new Response('ham')), new TextEncoder().encode('ham'))
})
