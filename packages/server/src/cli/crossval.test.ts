import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../testing/run-command.ts'
import { UsageError } from './command.ts'
import { crossvalCommand } from './crossval.ts'
import { METRIC_NAMES } from './metrics-record.ts'

const SAMPLE = fileURLToPath(new URL('../../../../datasets/sample.csv', import.meta.url))
const QUICK = ['--data', SAMPLE, '--folds', '3', '--repeats', '1']

describe('hamlet crossval', () => {
  it('gives mean and deviation of every metric, as JSON', async () => {
    const { status, stdout } = await runCommand(crossvalCommand, [...QUICK, '--json'])
    assert.equal(status, 0)
    const { metrics, ...rest } = JSON.parse(stdout)
    assert.deepEqual(rest, {
      n: 1951,
      n_ham: 1224,
      n_spam: 727,
      duplicates: 0,
      folds: 3,
      repeats: 1,
      seed: 1,
    })
    assert.deepEqual(Object.keys(metrics), [...METRIC_NAMES])
    assert.ok(metrics.accuracy.mean > 0.7 && metrics.accuracy.mean < 0.95)
    assert.ok(metrics.accuracy.sd > 0 && metrics.accuracy.sd < 0.1)
  })

  it('removes exact duplicates first', async () => {
    const args = [...QUICK, '--data', SAMPLE, '--json']
    const { n, duplicates } = JSON.parse((await runCommand(crossvalCommand, args)).stdout)
    assert.deepEqual([n, duplicates], [1951, 1951])
  })

  it('prints a table otherwise', async () => {
    const { stdout } = await runCommand(crossvalCommand, QUICK)
    assert.match(stdout, /^1951 texts \(1224 ham, 727 spam; 0 exact duplicates removed\), 3 folds/u)
    for (const name of METRIC_NAMES) {
      assert.match(stdout, new RegExp(`^${name} +\\d\\.\\d{5} {2}sd \\d\\.\\d{5}$`, 'mu'))
    }
  })

  for (const args of [
    [],
    [...QUICK, '--folds', '1'],
    [...QUICK, '--repeats', '0'],
    [...QUICK, '--seed', '-1'],
    [...QUICK, '--folds', '2.5'],
    // There are 727 spam texts.
    [...QUICK, '--folds', '728'],
  ]) {
    it(`refuses ${args.slice(-2).join(' ') || 'no words'}`, async () => {
      await assert.rejects(
        runCommand(crossvalCommand, args),
        (error: Error & { code?: string }) => {
          return error instanceof UsageError || (error.code ?? '').startsWith('ERR_PARSE_ARGS')
        },
      )
    })
  }
})
