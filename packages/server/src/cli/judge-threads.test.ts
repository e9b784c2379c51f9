import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { answerBlock, type Block } from './answer-block.ts'
import type { AnsweredBlock } from './answered-block.ts'
import { type JudgeThreads, startJudgeThreads } from './judge-threads.ts'
import { type Judge, judgeWith } from './judgement.ts'
import { openModelFile } from './model-choice.ts'

const BLOCKS: readonly Block[] = [
  { format: 'lines', bytes: Buffer.from('free prize\nsee you\r\n'), first: 1 },
  { format: 'ndjson', bytes: Buffer.from('{"text":"\u2028 olá"}\n{oops'), first: 41 },
  { format: 'ndjson', bytes: Buffer.from('\n'), first: 1 },
  { format: 'csv', rows: [{ id: '1', text: 'win, now' }], isFirst: true },
  { format: 'csv', rows: [{ text: 'a', source: 'sms' }, { text: 'b' }], isFirst: false },
]

/** Asks again and again until a thread has room. */
async function patientAnswer(threads: JudgeThreads, block: Block): Promise<AnsweredBlock> {
  for (;;) {
    const answer = threads.answer(block)
    if (answer !== undefined) return await answer
    await setTimeout(5)
  }
}

/** How often a block is taken before there is no room. */
async function answersAtOnce(threads: JudgeThreads, block: Block): Promise<number> {
  const answers: Promise<AnsweredBlock>[] = []
  for (let one = threads.answer(block); one !== undefined; one = threads.answer(block)) {
    answers.push(one)
  }
  return (await Promise.all(answers)).length
}

describe('startJudgeThreads', () => {
  let model: Uint8Array
  let judge: Judge

  before(async () => {
    const { bytes, classifier } = await openModelFile()
    model = bytes
    judge = judgeWith(classifier, 2)
  })

  it('answers as the thread that asks would, and leaves a block as it is', async () => {
    await using threads = startJudgeThreads({ model, reasons: 2 }, 2)
    for (const block of BLOCKS) {
      const expected = answerBlock(block, judge)
      assert.deepEqual(await patientAnswer(threads, block), expected)
      assert.deepEqual(answerBlock(block, judge), expected)
    }
  })

  it('takes nothing before a thread is ready, and no more than there is room for', async () => {
    await using threads = startJudgeThreads({ model, reasons: 0 }, 1)
    const [block] = BLOCKS as [Block]
    assert.equal(threads.answer(block), undefined)
    await patientAnswer(threads, block)
    assert.equal(await answersAtOnce(threads, block), 3)
  })

  it('gives a block to the thread that has the fewest', async () => {
    await using threads = startJudgeThreads({ model, reasons: 0 }, 2)
    const [block] = BLOCKS as [Block]
    while ((await answersAtOnce(threads, block)) < 6) await setTimeout(5)
    let isLongOver = false
    const bytes = Buffer.from('see you at home\n'.repeat(50_000))
    const long = threads.answer({ format: 'lines', bytes, first: 1 })?.then(() => {
      isLongOver = true
    })
    for (let i = 0; i < 4; i++) await threads.answer(block)
    assert.equal(isLongOver, false)
    await long
    assert.equal(isLongOver, true)
  })

  it('throws when a thread could not start', async () => {
    await using threads = startJudgeThreads({ model: new Uint8Array(9), reasons: 0 }, 1)
    await assert.rejects(patientAnswer(threads, BLOCKS[0] as Block), /model/iu)
  })

  it('fails all that a thread had before it when it dies', async () => {
    const reasons = 1n as unknown as number
    await using threads = startJudgeThreads({ model, reasons }, 1)
    const [block] = BLOCKS as [Block]
    const answers = [patientAnswer(threads, block), patientAnswer(threads, block)]
    for (const answer of answers) await assert.rejects(answer, TypeError)
    assert.throws(() => threads.answer(block), TypeError)
  })
})
