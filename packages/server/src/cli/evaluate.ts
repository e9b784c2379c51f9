import { parseArgs } from 'node:util'
import { type Classifier, type Example, measure, type Scored } from '@hamlet/classifier'
import { metricsRecord } from '../http/metrics-record.ts'
import { readDatasets } from '../store/dataset.ts'
import { classificationReport } from './classification-report.ts'
import { type Command, UsageError } from './command.ts'
import { openModelFile } from './model-choice.ts'

const HELP = `hamlet evaluate --model M.hamlet --data F.csv [--data G.csv ...] [--json]

Measures a model on labelled texts. Texts that it was trained on make it look better than it is.
A column named source, if there is one, is told to the model.

  --model M.hamlet  default: the model that Hamlet comes with
  --json            prints JSON`

/** The probability from which on a text counts as spam. */
const THRESHOLD = 0.5

/** `hamlet evaluate`: a model and labelled texts in, metrics out. */
export const evaluateCommand: Command = {
  help: HELP,
  async run(args, io) {
    const { model, data, json } = readArguments(args)
    const { classifier } = await openModelFile(model)
    const examples = await readDatasets(data)
    const { scored, charsPerSecond } = scoreAll(classifier, examples)
    const metrics = measure(scored)
    const record = {
      n: metrics.n,
      n_ham: metrics.ham,
      n_spam: metrics.spam,
      ...metricsRecord(metrics),
      threshold: THRESHOLD,
      chars_per_second: Math.round(charsPerSecond),
    }
    const text = `${classificationReport(metrics)}\n${record.chars_per_second} characters per second`
    io.stdout.write(`${json ? JSON.stringify(record) : text}\n`)
    return 0
  },
}

interface Arguments {
  readonly model: string | undefined
  readonly data: readonly string[]
  readonly json: boolean
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: 'string' },
      data: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    },
  })
  const { model, data, json } = values
  if (data.length === 0) throw new UsageError('--data is missing: which texts to measure on?')
  return { model, data, json }
}

interface ScoredAll {
  readonly scored: readonly Scored[]
  readonly charsPerSecond: number
}

function scoreAll({ classify }: Classifier, examples: readonly Example[]): ScoredAll {
  const start = performance.now()
  const scored = examples.map(({ text, label, source }) => {
    return { label, logit: classify(text, source).logit }
  })
  const seconds = (performance.now() - start) / 1000
  const chars = examples.reduce((sum, { text }) => sum + text.length, 0)
  return { scored, charsPerSecond: chars / Math.max(seconds, 1e-9) }
}
