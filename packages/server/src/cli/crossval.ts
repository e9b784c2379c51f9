import { parseArgs } from 'node:util'
import { crossValidate, type Example, type FoldResult, removeDuplicates } from '@hamlet/classifier'
import { readDatasets } from '../store/dataset.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { METRIC_NAMES, type MetricName, metricsRecord } from './metrics-record.ts'
import { wholeNumber } from './whole-number.ts'

const HELP = `hamlet crossval --data F.csv [--data G.csv ...] [--folds 5] [--repeats 5] [--seed N] [--json]

Measures how well models trained on texts like these do on texts they have not seen. Exact duplicates
are removed first; the rest is dealt into parts with equal shares of spam, and each part is tested
once per repeat by a model trained on the others. Prints the mean and the standard deviation of every
metric over all parts and repeats.

  --folds 5     parts, 2 or more
  --repeats 5   repeats, each with another deal
  --seed N      default 1
  --json        prints JSON`

/** `hamlet crossval`: labelled texts in, mean and deviation of every metric out. */
export const crossvalCommand: Command = {
  help: HELP,
  async run(args, io) {
    const { data, folds, repeats, seed, json } = readArguments(args)
    const examples = await readDatasets(data)
    const distinct = removeDuplicates(examples)
    checkFolds(distinct, folds)
    const onFold = progressOf(io, folds * repeats)
    const results = crossValidate(distinct, { testFolds: folds, repeats, seed, onFold })
    const spam = distinct.filter(({ label }) => label === 'spam').length
    const summary = {
      n: distinct.length,
      n_ham: distinct.length - spam,
      n_spam: spam,
      duplicates: examples.length - distinct.length,
      folds,
      repeats,
      seed,
      metrics: summarise(results),
    }
    io.stdout.write(json ? `${JSON.stringify(summary)}\n` : table(summary))
    return 0
  },
}

interface Arguments {
  readonly data: readonly string[]
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  readonly json: boolean
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', multiple: true, default: [] },
      folds: { type: 'string', default: '5' },
      repeats: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  })
  const { data, folds, repeats, seed, json } = values
  if (data.length === 0) throw new UsageError('--data is missing: which texts?')
  return {
    data,
    folds: wholeNumber('folds', folds, 2),
    repeats: wholeNumber('repeats', repeats, 1),
    seed: wholeNumber('seed', seed, 0),
    json,
  }
}

/** Every part is tested on both labels. */
function checkFolds(distinct: readonly Example[], folds: number): void {
  const spam = distinct.filter(({ label }) => label === 'spam').length
  const rarest = Math.min(spam, distinct.length - spam)
  if (folds <= rarest || rarest < 2) return
  throw new UsageError(`--folds must be at most ${rarest}: there are no more texts of one label`)
}

function progressOf({ stderr }: Io, total: number): () => void {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return () => {}
  let tested = 0
  return () => {
    tested++
    stderr.write(`\r${tested} of ${total} parts${tested === total ? '\n' : ''}`)
  }
}

interface Spread {
  readonly mean: number
  readonly sd: number
}

interface Summary {
  readonly n: number
  readonly n_ham: number
  readonly n_spam: number
  readonly duplicates: number
  readonly folds: number
  readonly repeats: number
  readonly metrics: Readonly<Record<MetricName, Spread>>
}

function summarise(results: readonly FoldResult[]): Record<MetricName, Spread> {
  const records = results.map(({ metrics }) => metricsRecord(metrics))
  const spreadOfName = (name: MetricName): Spread => spreadOf(records.map((one) => one[name]))
  return {
    accuracy: spreadOfName('accuracy'),
    precision: spreadOfName('precision'),
    recall: spreadOfName('recall'),
    f1: spreadOfName('f1'),
    mcc: spreadOfName('mcc'),
    fpr: spreadOfName('fpr'),
    roc_auc: spreadOfName('roc_auc'),
    log_loss: spreadOfName('log_loss'),
    ece: spreadOfName('ece'),
  }
}

/** Mean and sample standard deviation. */
function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / Math.max(values.length - 1, 1)) }
}

function table({ n, n_ham, n_spam, duplicates, folds, repeats, metrics }: Summary): string {
  const lines = METRIC_NAMES.map((name) => {
    const { mean, sd } = metrics[name]
    return `${name.padEnd(10)} ${mean.toFixed(5).padStart(9)}  sd ${sd.toFixed(5)}`
  })
  const head = `${n} texts (${n_ham} ham, ${n_spam} spam; ${duplicates} exact duplicates removed)`
  return `${head}, ${folds} folds, ${repeats} repeats\n\n${lines.join('\n')}\n`
}
