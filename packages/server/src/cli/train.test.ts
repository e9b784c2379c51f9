import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decodeModel } from '@hamlet/classifier'
import { runCommand } from '../testing/run-command.ts'
import { UsageError } from './command.ts'
import { trainCommand } from './train.ts'

const SAMPLE = fileURLToPath(new URL('../../../../datasets/sample.csv', import.meta.url))

describe('hamlet train', () => {
  let folder: string
  let out: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hamlet-train-'))
    out = join(folder, 'model.hamlet')
  })
  after(() => rm(folder, { recursive: true }))

  it('prints a report of texts held out, and writes a model of all texts and nothing else', async () => {
    const report = join(folder, 'report.json')
    const args = ['--data', SAMPLE, '--out', out, '--report', report]
    const { status, stdout, stderr } = await runCommand(trainCommand, args)
    assert.equal(status, 0)
    assert.match(stdout, /precision {5}recall/u)
    assert.match(stderr, /measured on 50\d texts held out, trained on 20\d\d/u)
    const model = decodeModel(await readFile(out))
    assert.equal(model.report.examples, 2530)
    const figures = JSON.parse(await readFile(report, 'utf8'))
    assert.equal(figures.version, model.version)
    assert.equal(figures.n, 2530)
    assert.ok(figures.held_out.n > 500 && figures.held_out.n < 512)
    assert.ok(figures.held_out.accuracy > 0.7 && figures.held_out.accuracy < 0.95)
    assert.deepEqual((await readdir(folder)).sort(), ['model.hamlet', 'report.json'])
  })

  it('gives the same file again, and another for another seed', async () => {
    const [again, other] = [join(folder, 'again.hamlet'), join(folder, 'other.hamlet')]
    await runCommand(trainCommand, ['--data', SAMPLE, '--out', again])
    await runCommand(trainCommand, ['--data', SAMPLE, '--out', other, '--seed', '2'])
    assert.deepEqual(await readFile(again), await readFile(out))
    assert.notDeepEqual(await readFile(other), await readFile(out))
  })

  it('learns each text once, also from two files that both have it', async () => {
    const twice = join(folder, 'twice.hamlet')
    const args = ['--data', SAMPLE, '--data', SAMPLE, '--out', twice]
    const { stderr } = await runCommand(trainCommand, args)
    assert.match(stderr, /5060 texts, 2530 exact duplicates removed/u)
    assert.equal(decodeModel(await readFile(twice)).report.duplicates, 2530)
  })

  it('tells several files apart by their names without folders', async () => {
    const model = join(folder, 'two.hamlet')
    const more = join(folder, 'more.csv')
    await writeFile(more, 'label,text\nham,see you at noon\nspam,win a prize\nham,good night\n')
    await runCommand(trainCommand, ['--data', SAMPLE, '--data', more, '--out', model])
    const { corpora = [] } = decodeModel(await readFile(model)).report
    assert.deepEqual(
      corpora.map(({ name, outOfFold: { ham, spam } }) => [name, ham, spam]),
      [
        ['sample.csv', 1582, 948],
        ['more.csv', 2, 1],
      ],
    )
    assert.equal(decodeModel(await readFile(out)).report.corpora, undefined)
  })

  it('names the words that weigh most in the model, unless it is told not to', async () => {
    const { pieces } = decodeModel(await readFile(out)).report
    assert.equal(pieces?.towardsSpam.length, 50)
    const model = join(folder, 'silent.hamlet')
    await runCommand(trainCommand, ['--data', SAMPLE, '--out', model, '--no-pieces'])
    assert.equal(decodeModel(await readFile(model)).report.pieces, undefined)
  })

  it('names the file and line of a row that it cannot read, and writes no model', async () => {
    const bad = join(folder, 'bad.csv')
    const none = join(folder, 'none.hamlet')
    await writeFile(bad, 'label,text\nham,a\nperhaps,b\n')
    const attempt = runCommand(trainCommand, ['--data', bad, '--out', none])
    await assert.rejects(attempt, { message: /bad\.csv, line 3: the label "perhaps"/u })
    await assert.rejects(readFile(none), { code: 'ENOENT' })
  })

  it('trains naive Bayes alone when told so, and tells which learner it was', async () => {
    const report = join(folder, 'bayes.json')
    const args = ['--data', SAMPLE, '--out', out, '--report', report, '--learner', 'naive-bayes']
    await runCommand(trainCommand, args)
    const model = decodeModel(await readFile(out))
    assert.equal(model.plain.calibration.linear, 0)
    const { options, held_out } = JSON.parse(await readFile(report, 'utf8'))
    assert.equal(options.learner, 'naive-bayes')
    assert.ok(held_out.accuracy > 0.7 && held_out.accuracy < 0.95)
  })

  it('promises what it is asked to, and stores it in the model', async () => {
    const data = join(folder, 'easy.csv')
    const ham = Array.from({ length: 400 }, (_, i) => `ham,see you at ${i} then`)
    const spam = Array.from({ length: 60 }, (_, i) => `spam,win ${i} prizes now`)
    await writeFile(data, ['label,text', ...ham, ...spam, ''].join('\n'))
    const args = ['--data', data, '--out', out, '--max-fpr', '0.01', '--confidence', '0.9']
    const { stdout } = await runCommand(trainCommand, args)
    assert.match(stdout, /^verdict spam: at most 1 % of ham, 90 % confidence: promised/mu)
    assert.match(stdout, /^verdict discard: .* no promise, \d+ more ham texts are needed$/mu)
    const { promises } = decodeModel(await readFile(out)).report
    assert.ok(promises?.spam.isKept)
    assert.ok(promises.spam.bound <= 0.01)
  })

  it('refuses what it cannot promise, says how much ham is missing, and writes no model', async () => {
    const none = join(folder, 'none.hamlet')
    const attempt = runCommand(trainCommand, [
      '--data',
      SAMPLE,
      '--out',
      none,
      '--max-fpr',
      '0.001',
    ])
    await assert.rejects(attempt, {
      message: /2995 distinct ham texts are needed; 1413 are missing/u,
    })
    await assert.rejects(readFile(none), { code: 'ENOENT' })
  })

  it('refuses fewer than three texts of a label, and counts what there is', async () => {
    const few = join(folder, 'few.csv')
    await writeFile(few, 'label,text\nham,a\nham,b\nham,c\nspam,d\nspam,e\nspam,e\n')
    const attempt = runCommand(trainCommand, ['--data', few, '--out', join(folder, 'few')])
    await assert.rejects(attempt, {
      message: /3 distinct texts of each label, got 3 ham and 2 spam/u,
    })
  })

  for (const args of [
    [],
    ['--data', SAMPLE],
    ['--out', 'm'],
    ['--data', SAMPLE, '--out', 'm', '--seed', 'x'],
    ['--data', SAMPLE, '--out', 'm', '--learner', 'oracle'],
    ['--data', SAMPLE, '--out', 'm', '--max-fpr', '0'],
    ['--data', SAMPLE, '--out', 'm', '--confidence', '0.9'],
    ['--data', SAMPLE, '--out', '/not/there/m'],
    ['--data', SAMPLE, '--out', '/dev/null'],
    ['--data', SAMPLE, '--out', 'm', '--report', './m'],
    ['--data', SAMPLE, '--out', 'm', '--report', '/not/there/r'],
  ]) {
    it(`refuses the words ${JSON.stringify(args).replace(SAMPLE, 'sample.csv')}`, async () => {
      await assert.rejects(runCommand(trainCommand, args), UsageError)
    })
  }
})
