import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { decodeModel, encodeModel, fprBound } from '@hamlet/classifier'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const BYTES = readFileSync(new URL('../../../../../models/default.hamlet', import.meta.url))
const MODEL = decodeModel(BYTES)
const { report } = MODEL

let service: TestService
let admin: Member
let member: Member

before(async () => {
  service = await openTestService()
  member = await signUp(service.app)
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const ask = (who: Pick<Member, 'headers'>) =>
  service.app.inject(as(who, { url: '/v1/models/champion' }))

/** The sum of what a list holds. */
function sumOf<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0)
}

describe('GET /v1/models/champion', () => {
  it('200: which model answers, and what it learned from', async () => {
    const reply = await ask(admin)
    assert.equal(reply.statusCode, 200)
    const { version, name, bytes, kept_at, options, data } = reply.json()
    assert.deepEqual(
      { version, name, bytes, kept_at },
      {
        version: MODEL.version,
        name: 'default.hamlet',
        bytes: BYTES.length,
        kept_at: '2026-05-15T12:00:00.000Z',
      },
    )
    assert.deepEqual([options.learner, options.bits, options.seed], ['hybrid', 18, 1])
    assert.equal(data.fingerprint, report.fingerprint)
    assert.deepEqual([data.n, data.n_ham, data.n_spam], [report.examples, report.ham, report.spam])
    for (const parts of [data.sources, data.corpora]) {
      assert.ok(parts.length >= 5)
      assert.equal(
        sumOf(parts, (part: { metrics: { n_ham: number } }) => part.metrics.n_ham),
        data.n_ham,
      )
      assert.ok(parts.every((part: object) => 'metrics_source_told' in part))
    }
    assert.deepEqual(
      data.sources.map((part: { name: string }) => part.name),
      ['sms', 'comment', 'email', 'form', 'chat'],
    )
  })

  it('200: how each view does at its bands, and what they promise', async () => {
    const { views } = (await ask(admin)).json()
    assert.deepEqual(
      views.map((view: { source_told: boolean }) => view.source_told),
      [false, true],
    )
    const told = views[1].calibrations.map((one: { source: string }) => one.source)
    assert.deepEqual(told, ['sms', 'comment', 'email', 'form', 'chat'])
    const [{ metrics, bands, calibrations }] = views
    assert.deepEqual(calibrations, [{ source: null, ...MODEL.plain.calibration }])
    assert.equal(metrics.accuracy, report.outOfFold.accuracy)
    assert.equal(metrics.confusion.false_positives, report.outOfFold.confusion.falsePositives)
    const [review, spam, discard] = bands
    assert.equal(review.promise, undefined)
    assert.equal(spam.log_odds, MODEL.plain.bands.spam)
    const promise = report.promises?.spam
    assert.ok(promise?.isKept && spam.promise.kept)
    assert.equal(spam.rates.ham_blocked, promise.errors)
    assert.deepEqual([spam.promise.max_fpr, spam.promise.n_ham], [0.002, report.ham])
    assert.ok(spam.rates.fpr_bound >= promise.bound && spam.rates.fpr_bound <= 0.002)
    assert.ok(spam.rates.recall > discard.rates.recall && spam.rates.recall < review.rates.recall)
  })

  it('200: a table by threshold fine enough for a slider, with curves that agree', async () => {
    const { views } = (await ask(admin)).json()
    for (const { thresholds, metrics, roc, precision_recall, reliability } of views) {
      assert.ok(thresholds.length >= 201)
      const middle = thresholds.find((one: { log_odds: number }) => one.log_odds === 0)
      const { confusion } = metrics
      assert.equal(middle.probability, 0.5)
      assert.equal(middle.ham_blocked, confusion.false_positives)
      assert.equal(middle.spam_missed, confusion.false_negatives)
      assert.equal(middle.fpr, metrics.fpr)
      assert.equal(middle.recall, metrics.recall)
      assert.equal(middle.precision, metrics.precision)
      assert.ok(Math.abs(middle.miss_rate - (1 - metrics.recall)) < 1e-12)
      const bound = fprBound(middle.ham_blocked, metrics.n_ham)
      assert.ok(middle.fpr_bound >= bound && middle.fpr_bound < bound + 2e-7)
      assert.deepEqual(roc[0], { fpr: 0, recall: 0 })
      assert.deepEqual(roc.at(-1), { fpr: 1, recall: 1 })
      assert.ok(Math.abs(areaUnder(roc) - metrics.roc_auc) < 0.001)
      const { recall, precision } = metrics
      assert.ok(
        precision_recall.some(
          (one: typeof metrics) => one.recall === recall && one.precision === precision,
        ),
      )
      assert.equal(
        sumOf(reliability, (bin: { count: number }) => bin.count),
        metrics.n,
      )
    }
  })

  it('200: the pieces that weigh most, none of them rare', async () => {
    const { pieces } = (await ask(admin)).json()
    for (const [list, sign] of [
      [pieces.towards_spam, 1],
      [pieces.towards_ham, -1],
    ] as const) {
      assert.equal(list.length, 50)
      for (const { piece, contribution, ham, spam } of list) {
        assert.ok(contribution * sign > 0 && ham + spam >= 5, piece)
        assert.doesNotMatch(piece, /[@\d]/u)
      }
    }
  })

  it('200: a model that was made before all that was reported', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hamlet-champion-'))
    const file = join(folder, 'older.hamlet')
    const { evaluation, evaluationSourced, sources, corpora, pieces, promises, ...old } = report
    assert.ok(evaluation && evaluationSourced && sources && corpora && pieces && promises)
    await writeFile(file, encodeModel({ ...MODEL, report: old }))
    const older = await openTestService({ MODEL_PATH: file })
    try {
      const boss = await promote(older, await signUp(older.app))
      const reply = await older.app.inject(as(boss, { url: '/v1/models/champion' }))
      assert.equal(reply.statusCode, 200)
      const { name, data, views, pieces: none } = reply.json()
      assert.equal(name, 'older.hamlet')
      assert.deepEqual([data.sources, data.corpora, none], [[], [], undefined])
      const [{ thresholds, roc, precision_recall, reliability, bands, metrics }] = views
      assert.deepEqual([thresholds, roc, precision_recall, reliability], [[], [], [], []])
      assert.deepEqual(Object.keys(bands[1]), ['verdict', 'log_odds', 'probability'])
      assert.equal(metrics.n, report.examples)
    } finally {
      await older.close()
      await rm(folder, { recursive: true })
    }
  })

  it('403: only for administrators', async () => {
    assertProblem(await ask(member), 403, 'missing-scope')
  })

  it('401: not for strangers', async () => {
    assertProblem(await ask({ headers: {} }), 401, 'invalid-token')
  })
})

/** By trapezoids. */
function areaUnder(roc: readonly { readonly fpr: number; readonly recall: number }[]): number {
  return sumOf([...roc.entries()], ([i, { fpr, recall }]) => {
    const before = roc[i - 1]
    return before === undefined ? 0 : ((fpr - before.fpr) * (recall + before.recall)) / 2
  })
}
