import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  decodeModel,
  type Example,
  type Learner,
  type Metrics,
  type Model,
  measure,
  openClassifier,
  removeDuplicates,
  stratifiedFolds,
  type TrainOptions,
} from '@hamlet/classifier'
import { metricsRecord } from '../http/metrics-record.ts'
import { promisesRecord } from '../http/promises-record.ts'
import { readDataset } from '../store/dataset.ts'
import { type TrainedModel, type TrainingJob, trainInWorker } from '../usecases/train-model.ts'
import { classificationReport } from './classification-report.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { learnerNamed } from './learner-name.ts'
import { checkPlace, replaceFile } from './output-file.ts'
import { promisesText } from './promises-text.ts'
import { wholeNumber } from './whole-number.ts'

const HELP = `hamlet train --data F.csv [--data G.csv ...] --out M.hamlet [--report R.json] [--seed N]
             [--learner naive-bayes] [--max-fpr 0.001 [--confidence 0.95]] [--no-pieces]

Trains a model on all texts; exact duplicates are removed first. Another, trained on four fifths of
them, is measured on the last fifth, and a classification report of that is printed.

  --data F.csv     labelled texts: columns label and text, and perhaps source; or v1,v2.
                   UTF-8 or Windows-1252. May be given several times; the model's report then
                   tells how the texts of each file do, by its name without folders.
  --out M.hamlet   the model file to write. It is replaced in one step.
  --report R.json  writes the figures there too
  --learner L      hybrid (default), a support vector machine and naive Bayes together; or naive-bayes,
                   multinomial naive Bayes alone, a plain baseline that trains in less time
  --max-fpr F      promises that at most this share of ham gets the verdict spam, and a tenth of it
                   discard; refused, with the number that is missing, when there is too little ham
                   among the texts for that. Default: 0.002, where there is enough ham.
  --confidence C   of the promise, default 0.95
  --no-pieces      leaves out of the model's report which words of the texts weigh most. It never
                   names those that fewer than five groups of like texts have, addresses or digits.
  --seed N         default 1; the same files and seed give the same model`

/** `hamlet train`: labelled texts in, a model file out. */
export const trainCommand: Command = {
  help: HELP,
  async run(args, io) {
    const { data, out, report, terms, pieces, ...common } = readArguments(args)
    await Promise.all([checkPlace('out', out), report && checkPlace('report', report)])
    const examples = await readExamples(data)
    const distinct = removeDuplicates(examples)
    say(
      io,
      `${examples.length} texts, ${examples.length - distinct.length} exact duplicates removed`,
    )
    checkLabels(distinct)
    const split = splitOff(distinct, common.seed)
    const [whole, part] = await trainBoth(io, [
      { examples, options: { ...common, ...terms, pieces, keepNear: true } },
      { examples: split.seen, options: common },
    ])
    const model = decodeModel(whole.bytes)
    const heldOut = measureOn(split.held, decodeModel(part.bytes))
    say(io, `measured on ${split.held.length} texts held out, trained on ${split.seen.length}`)
    io.stdout.write(`${classificationReport(heldOut)}\n`)
    await replaceFile(out, whole.bytes)
    if (report !== undefined) await replaceFile(report, reportJson(data, model, heldOut))
    const { promises } = model.report
    if (promises !== undefined) io.stdout.write(`\n${promisesText(promises)}`)
    say(io, `wrote ${out}, version ${model.version}`)
    return 0
  },
}

/** What both trainings are told, that of all texts and that of four fifths. */
interface CommonOptions {
  readonly seed: number
  readonly learner: Learner
}

interface Arguments extends CommonOptions {
  readonly data: readonly string[]
  readonly out: string
  readonly report: string | undefined
  /** Whether the report names pieces of the texts. */
  readonly pieces: boolean
  readonly terms: Pick<TrainOptions, 'maxFpr' | 'confidence'>
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', multiple: true, default: [] },
      out: { type: 'string' },
      report: { type: 'string' },
      seed: { type: 'string', default: '1' },
      learner: { type: 'string', default: 'hybrid' },
      'max-fpr': { type: 'string' },
      confidence: { type: 'string' },
      'no-pieces': { type: 'boolean', default: false },
    },
  })
  const { data, out, report, seed, learner, confidence } = values
  const maxFpr = values['max-fpr']
  if (data.length === 0) throw new UsageError('--data is missing: which texts to learn from?')
  if (out === undefined) throw new UsageError('--out is missing: where to write the model?')
  if (confidence !== undefined && maxFpr === undefined) {
    throw new UsageError('--confidence is that of --max-fpr, which is missing')
  }
  if (report !== undefined && resolve(report) === resolve(out)) {
    throw new UsageError('--report and --out name the same file')
  }
  const terms = {
    ...(maxFpr !== undefined && { maxFpr: shareOf('max-fpr', maxFpr) }),
    ...(confidence !== undefined && { confidence: shareOf('confidence', confidence) }),
  }
  const common = { seed: wholeNumber('seed', seed, 0), learner: learnerNamed(learner) }
  return { data, out, report, ...common, pieces: !values['no-pieces'], terms }
}

/** Several files are told apart, by their names: folders are nobody's business. */
async function readExamples(files: readonly string[]): Promise<Example[]> {
  const corpora = files.map(async (file): Promise<Example[]> => {
    const examples = await readDataset(file)
    if (files.length === 1) return examples
    return examples.map((example) => ({ ...example, corpus: basename(file) }))
  })
  return (await Promise.all(corpora)).flat()
}

function shareOf(option: string, value: string): number {
  const share = value.trim() === '' ? Number.NaN : Number(value)
  if (share > 0 && share < 1) return share
  throw new UsageError(`--${option} must be above 0 and below 1, got "${value}"`)
}

/** One text of a label may be held out, and two must be left to learn from. */
const TEXTS_AT_LEAST = 3

function checkLabels(distinct: readonly Example[]): void {
  const spam = distinct.filter(({ label }) => label === 'spam').length
  const ham = distinct.length - spam
  if (Math.min(spam, ham) >= TEXTS_AT_LEAST) return
  const got = `got ${ham} ham and ${spam} spam`
  throw new Error(`Training needs ${TEXTS_AT_LEAST} distinct texts of each label, ${got}.`)
}

/** Four fifths to learn from, and the last to measure on. */
function splitOff(
  distinct: readonly Example[],
  seed: number,
): { seen: Example[]; held: Example[] } {
  const isSpam = distinct.map(({ label }) => (label === 'spam' ? 1 : 0))
  const foldOf = stratifiedFolds(isSpam, 5, seed)
  return {
    seen: distinct.filter((_, i) => foldOf[i] !== 0),
    held: distinct.filter((_, i) => foldOf[i] === 0),
  }
}

type Pair<One> = readonly [One, One]

/** Trains in two threads at once. When one fails, the other is not waited for. */
async function trainBoth(io: Io, jobs: Pair<TrainingJob>): Promise<Pair<TrainedModel>> {
  const progress = progressOf(io, jobs.length)
  const failure = new AbortController()
  const train = (job: TrainingJob, i: number): Promise<TrainedModel> =>
    trainInWorker({ ...job, signal: failure.signal, onProgress: (done) => progress(i, done) })
  try {
    return await Promise.all([train(jobs[0], 0), train(jobs[1], 1)])
  } finally {
    failure.abort()
  }
}

function measureOn(held: readonly Example[], model: Model): Metrics {
  const { classify } = openClassifier(model)
  return measure(
    held.map(({ text, label, source }) => ({ label, logit: classify(text, source).logit })),
  )
}

/** Tells on a terminal how far some trainings are together. */
function progressOf({ stderr }: Io, trainings: number): (which: number, done: number) => void {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return () => {}
  const shares = new Float64Array(trainings)
  return (which, done) => {
    shares[which] = done
    const all = shares.reduce((sum, share) => sum + share, 0) / trainings
    stderr.write(`\rtraining: ${Math.round(100 * all)} %${all >= 1 ? '\n' : ''}`)
  }
}

function say({ stderr }: Io, text: string): void {
  stderr.write(`${text}\n`)
}

function reportJson(data: readonly string[], { version, report }: Model, heldOut: Metrics): string {
  const { examples, ham, spam, duplicates, groups, fingerprint, options } = report
  const json = {
    version,
    data,
    n: examples,
    n_ham: ham,
    n_spam: spam,
    duplicates,
    ...(groups !== undefined && { groups }),
    fingerprint,
    options: {
      learner: options.learner,
      bits: options.bits,
      gram_sizes: options.gramSizes,
      pairs: options.pairs,
      cost: options.cost,
      alpha: options.alpha,
      bayes_scope: options.bayesScope,
      folds: options.folds,
      seed: options.seed,
    },
    held_out: { n: heldOut.n, n_ham: heldOut.ham, n_spam: heldOut.spam, ...metricsRecord(heldOut) },
    out_of_fold: metricsRecord(report.outOfFold),
    ...(report.promises !== undefined && { promises: promisesRecord(report.promises) }),
  }
  return `${JSON.stringify(json, undefined, 2)}\n`
}
