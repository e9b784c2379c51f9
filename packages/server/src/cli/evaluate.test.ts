import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../testing/run-command.ts'
import { UsageError } from './command.ts'
import { evaluateCommand } from './evaluate.ts'

const SAMPLE = fileURLToPath(new URL('../../../../datasets/sample.csv', import.meta.url))

describe('hamlet evaluate', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hamlet-evaluate-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('gives exactly these fields, as JSON', async () => {
    const { status, stdout } = await runCommand(evaluateCommand, ['--data', SAMPLE, '--json'])
    assert.equal(status, 0)
    const record = JSON.parse(stdout)
    assert.deepEqual(Object.keys(record), [
      'n',
      'n_ham',
      'n_spam',
      'accuracy',
      'precision',
      'recall',
      'f1',
      'mcc',
      'fpr',
      'roc_auc',
      'log_loss',
      'ece',
      'threshold',
      'chars_per_second',
    ])
    assert.deepEqual(
      [record.n, record.n_ham, record.n_spam, record.threshold],
      [2530, 1582, 948, 0.5],
    )
    assert.ok(record.chars_per_second > 10_000)
  })

  it('measures: obvious texts with right and with wrong labels', async () => {
    const right = join(folder, 'right.csv')
    const wrong = join(folder, 'wrong.csv')
    const texts = [
      'WINNER!! Claim your free prize, call 09061701461 now',
      'ok see you at home, love you',
    ]
    await writeFile(right, `label,text\nspam,"${texts[0]}"\nham,"${texts[1]}"\n`)
    await writeFile(wrong, `label,text\nham,"${texts[0]}"\nspam,"${texts[1]}"\n`)
    const accuracy = async (file: string): Promise<number> => {
      const { stdout } = await runCommand(evaluateCommand, ['--data', file, '--json'])
      return JSON.parse(stdout).accuracy
    }
    assert.equal(await accuracy(right), 1)
    assert.equal(await accuracy(wrong), 0)
  })

  it('prints a classification report otherwise', async () => {
    const { stdout } = await runCommand(evaluateCommand, ['--data', SAMPLE])
    assert.match(stdout, /weighted avg/u)
    assert.match(stdout, /\d+ characters per second\n$/u)
  })

  it('says what is wrong with a model', async () => {
    const model = join(folder, 'no.hamlet')
    const args = ['--data', SAMPLE, '--model', model]
    await assert.rejects(runCommand(evaluateCommand, args), {
      message: /There is no model at .*--model/u,
    })
    await writeFile(model, 'label,text\n')
    await assert.rejects(runCommand(evaluateCommand, args), {
      message: /is not a Hamlet model file/u,
    })
  })

  it('refuses to measure on nothing', async () => {
    await assert.rejects(runCommand(evaluateCommand, []), UsageError)
  })
})
