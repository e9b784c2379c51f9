import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { RANKING_NAMES } from '../http/metrics-record.ts'
import { runCommand } from '../testing/run-command.ts'
import { UsageError } from './command.ts'
import { crossvalCommand } from './crossval.ts'

const SAMPLE = fileURLToPath(new URL('../../../../datasets/sample.csv', import.meta.url))
const QUICK = ['--data', SAMPLE, '--folds', '3', '--repeats', '1']
/** For what does not depend on who learns. */
const QUICKER = [...QUICK, '--learner', 'naive-bayes']

describe('hamlet crossval', () => {
  let logLossOfHybrid = 0

  it('gives mean and deviation of every metric, as JSON', async () => {
    const { status, stdout } = await runCommand(crossvalCommand, [...QUICK, '--json'])
    assert.equal(status, 0)
    const { metrics, ...all } = JSON.parse(stdout)
    const { confusion, reliability, histogram, roc, precision_recall, ...others } = all
    const { corpora, mistakes, ...rest } = others
    assert.deepEqual(rest, {
      n: 2530,
      n_ham: 1582,
      n_spam: 948,
      duplicates: 0,
      folds: 3,
      repeats: 1,
      seed: 1,
      learner: 'hybrid',
      group: 'none',
    })
    assert.deepEqual(Object.keys(metrics), [...RANKING_NAMES])
    logLossOfHybrid = metrics.log_loss.mean
    assert.ok(metrics.accuracy.mean > 0.7 && metrics.accuracy.mean < 0.95)
    assert.ok(metrics.accuracy.sd > 0 && metrics.accuracy.sd < 0.1)
    const { true_positives, false_positives, true_negatives, false_negatives } = confusion
    assert.equal(true_positives + false_negatives, 948)
    assert.equal(true_negatives + false_positives, 1582)
    for (const bins of [reliability.map(({ count = 0 }) => count), histogram.map(barSize)]) {
      assert.equal(sumOf(bins), 2530)
    }
    assert.deepEqual(
      [roc[0], roc.at(-1)],
      [
        { fpr: 0, recall: 0 },
        { fpr: 1, recall: 1 },
      ],
    )
    assert.deepEqual(precision_recall.at(-1), { recall: 1, precision: 948 / 2530 })
    assert.deepEqual(
      corpora.map(({ name = '' }) => name),
      ['sample.csv'],
    )
    assert.equal(mistakes.length, 50)
  })

  it('removes exact duplicates first', async () => {
    const args = [...QUICKER, '--data', SAMPLE, '--json']
    const { n, duplicates } = JSON.parse((await runCommand(crossvalCommand, args)).stdout)
    assert.deepEqual([n, duplicates], [2530, 2530])
  })

  it('measures naive Bayes alone when told so', async () => {
    const { stdout } = await runCommand(crossvalCommand, [...QUICKER, '--json'])
    const { learner, metrics } = JSON.parse(stdout)
    assert.equal(learner, 'naive-bayes')
    assert.notEqual(metrics.log_loss.mean, logLossOfHybrid)
  })

  it('prints a table otherwise', async () => {
    const { stdout } = await runCommand(crossvalCommand, QUICKER)
    assert.match(stdout, /^2530 texts \(1582 ham, 948 spam; 0 exact duplicates removed\), 3 folds/u)
    assert.match(stdout, /^2530 texts .* 1 repeats, naive Bayes alone$/mu)
    for (const name of RANKING_NAMES) {
      assert.match(stdout, new RegExp(`^${name} +\\d+\\.\\d{5} {2}sd \\d\\.\\d{5}$`, 'mu'))
    }
  })

  describe('with several files', () => {
    const HOSTILE = '</script><b>win cash now</b><img src=x onerror=alert(1)> & "more"'
    let folder = ''

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'hamlet-crossval-'))
      const spam = (i: number): string => `win cash prize now call ${'abcdefghijkl'[i] ?? ''}${i}`
      const ham = (i: number): string => `lunch at home see you ${'mnopqrstuvwx'[i] ?? ''}${i}`
      const rows = Array.from({ length: 12 }, (_, i) => `spam,${spam(i)}\nham,${ham(i)}\n`)
      await writeFile(join(folder, 'first.csv'), `label,text\n${rows.slice(0, 8).join('')}`)
      const hostile = `ham,"${HOSTILE.replaceAll('"', '""')}"\n`
      await writeFile(
        join(folder, 'last & <least>.csv'),
        `label,text\n${rows.slice(6).join('')}${hostile}`,
      )
    })
    after(() => rm(folder, { recursive: true }))

    const words = (...more: readonly string[]): string[] => {
      const data = ['first.csv', 'last & <least>.csv'].flatMap((name) => [
        '--data',
        join(folder, name),
      ])
      return [...data, '--folds', '2', '--repeats', '2', ...more]
    }

    it('gives each a row under its name, and a text of two to the first', async () => {
      const { stdout } = await runCommand(crossvalCommand, words('--json'))
      const { n, duplicates, corpora, macro } = JSON.parse(stdout)
      assert.deepEqual([n, duplicates], [25, 4])
      const [first, last] = corpora
      assert.deepEqual([first.name, first.n_ham, first.n_spam], ['first.csv', 8, 8])
      assert.deepEqual([last.name, last.n_ham, last.n_spam], ['last & <least>.csv', 5, 4])
      const mean = (first.metrics.accuracy.mean + last.metrics.accuracy.mean) / 2
      assert.ok(Math.abs(macro.accuracy.mean - mean) < 1e-12)
      const text = (await runCommand(crossvalCommand, words())).stdout
      assert.match(text, /^first\.csv +8 +8 /mu)
      assert.match(text, /^macro mean +[\d.]+ /mu)
    })

    it('writes a page that no text can break', async () => {
      const file = join(folder, 'report.html')
      await runCommand(crossvalCommand, words('--html', file))
      const page = await readFile(file, 'utf8')
      assert.match(page, /<bdi>&lt;\/script&gt;&lt;b&gt;win cash now&lt;\/b&gt;&lt;img src=x/u)
      assert.match(page, /last &amp; &lt;least&gt;\.csv/u)
      assert.doesNotMatch(page, /<(?:script|img|b|link|iframe)\b|<[^>]*\s(?:on\w+|src|href)=/u)
    })

    it('refuses to keep near duplicates together when there are fewer groups than parts', async () => {
      // Digits count alike, and each label's texts differ in little else: a group each, and one.
      await assert.rejects(runCommand(crossvalCommand, words('--group', 'near')), {
        name: 'UsageError',
        message: '--group near: all texts of one label are near duplicates; --group none',
      })
    })
  })

  it('keeps near duplicates together when told so', async () => {
    const args = [...QUICKER, '--group', 'near']
    const { groups, group } = JSON.parse(
      (await runCommand(crossvalCommand, [...args, '--json'])).stdout,
    )
    // The sample has no near duplicates: sample.test.ts.
    assert.deepEqual([group, groups], ['near', 2530])
    const { stdout } = await runCommand(crossvalCommand, args)
    assert.match(stdout, /^2530 texts .* 2530 groups of near duplicates kept whole$/mu)
  })

  for (const args of [
    [],
    [...QUICK, '--folds', '1'],
    [...QUICK, '--repeats', '0'],
    [...QUICK, '--seed', '-1'],
    [...QUICK, '--folds', '2.5'],
    [...QUICK, '--group', 'far'],
    [...QUICK, '--learner', 'oracle'],
    [...QUICK, '--html', '/no/such/folder/report.html'],
    // There are 948 spam texts.
    [...QUICK, '--folds', '949'],
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

function barSize({ ham = 0, spam = 0 }): number {
  return ham + spam
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
