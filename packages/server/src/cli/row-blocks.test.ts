import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse'
import { type RowBlock, rowBlocks } from './row-blocks.ts'

async function blocksIn(chunks: readonly string[]): Promise<RowBlock[]> {
  const parser = Readable.from(chunks).pipe(parse({ columns: true }))
  const blocks: RowBlock[] = []
  for await (const block of rowBlocks(parser)) blocks.push(block)
  return blocks
}

describe('rowBlocks', () => {
  it('gathers the rows of a chunk, and marks the first block', async () => {
    const chunk = 'one\ntwo\n'.repeat(100)
    const blocks = await blocksIn(['text\n', chunk, chunk, 'three'])
    const texts = blocks.flatMap(({ rows }) => rows.map(({ text }) => text))
    assert.deepEqual(texts, `${chunk}${chunk}three`.split('\n'))
    assert.ok(blocks.length <= 6, `${blocks.length} blocks`)
    assert.deepEqual(
      blocks.map(({ isFirst }) => isFirst),
      blocks.map((_, i) => i === 0),
    )
  })

  it('gives nothing for a header alone', async () => {
    assert.deepEqual(await blocksIn(['text\n']), [])
  })

  it('throws what the parser throws', async () => {
    await assert.rejects(blocksIn(['text\n', 'a,b\n']), { code: /INCONSISTENT|MISMATCH/u })
  })
})
