import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import {
  type Confusion,
  crossValidate,
  type Example,
  type Label,
  type Learner,
  nearDuplicateGroups,
  removeDuplicates,
} from '@hamlet/classifier'
import { readDataset } from '../store/dataset.ts'
import { type Command, type Io, UsageError } from './command.ts'
import { crossvalPage } from './crossval-page.ts'
import { summarise } from './crossval-summary.ts'
import { type CrossvalReport, crossvalText } from './crossval-text.ts'
import { learnerNamed } from './learner-name.ts'
import { checkPlace, replaceFile } from './output-file.ts'
import { wholeNumber } from './whole-number.ts'

const HELP = `hamlet crossval --data F.csv [--data G.csv ...] [--folds 5] [--repeats 5] [--seed N]
                [--learner naive-bayes] [--group near] [--json] [--html report.html]

Measures how well models trained on texts like these do on texts they have not seen. Exact duplicates
are removed first; the rest is dealt into parts with equal shares of spam, and each part is tested
once per repeat by a model trained on the others. Prints the mean and the standard deviation of every
metric over all parts and repeats, and what was called what and how honest the probabilities are over
all of them together. With several files each has a row of its own: there the texts of a file are
measured together in each repeat, and the deviation is that of the repeats.

  --folds 5         parts, 2 or more
  --repeats 5       repeats, each with another deal
  --seed N          default 1
  --learner L       hybrid (default), a support vector machine and naive Bayes together; or
                    naive-bayes, multinomial naive Bayes alone, a plain baseline
  --group near      keeps near duplicates in one part, so that no text is tested by a model that has
                    seen one of its kind: texts that have half of their 5-character pieces in common,
                    digits alike, and what such texts link. Default: none
  --json            prints JSON, with the curves and the worst mistakes
  --html FILE       writes a page with drawings too, which needs nothing beside it. It holds texts.`

/** `hamlet crossval`: labelled texts in, mean and deviation of every metric out. */
export const crossvalCommand: Command = {
  help: HELP,
  async run(args, io) {
    const words = readArguments(args)
    const { data, folds, repeats, seed, learner, group, html } = words
    if (html !== undefined) await checkPlace('html', html)
    const examples = await readCorpora(data)
    const distinct = removeDuplicates(examples)
    const groups =
      group === 'near' ? nearDuplicateGroups(distinct.map(({ text }) => text)) : undefined
    checkFolds(distinct, groups, folds)
    const onFold = progressOf(io, folds * repeats)
    const options = { learner, testFolds: folds, repeats, seed, onFold }
    const results = crossValidate(distinct, { ...options, group: groups ?? 'none' })
    const spam = distinct.filter(({ label }) => label === 'spam').length
    const report: CrossvalReport = {
      n: distinct.length,
      n_ham: distinct.length - spam,
      n_spam: spam,
      duplicates: examples.length - distinct.length,
      folds,
      repeats,
      seed,
      learner,
      group,
      ...(groups !== undefined && { groups: new Set(groups).size }),
      ...summarise(distinct, results),
    }
    if (html !== undefined) await replaceFile(html, crossvalPage(report))
    io.stdout.write(words.json ? `${JSON.stringify(jsonOf(report))}\n` : crossvalText(report))
    return 0
  },
}

/** Words of more than one part are joined by `_` on the wire. */
function jsonOf({ confusion, reliability, ...report }: CrossvalReport): object {
  return {
    ...report,
    confusion: confusionRecord(confusion),
    reliability: reliability.map(({ from, to, count, meanPredicted, spamShare }) => {
      return { from, to, count, mean_predicted: meanPredicted, spam_share: spamShare }
    }),
  }
}

function confusionRecord(confusion: Confusion): Record<string, number> {
  return {
    true_positives: confusion.truePositives,
    false_positives: confusion.falsePositives,
    true_negatives: confusion.trueNegatives,
    false_negatives: confusion.falseNegatives,
  }
}

interface Arguments {
  readonly data: readonly string[]
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  readonly learner: Learner
  readonly group: 'none' | 'near'
  readonly json: boolean
  readonly html: string | undefined
}

function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', multiple: true, default: [] },
      folds: { type: 'string', default: '5' },
      repeats: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      learner: { type: 'string', default: 'hybrid' },
      group: { type: 'string', default: 'none' },
      json: { type: 'boolean', default: false },
      html: { type: 'string' },
    },
  })
  const { data, folds, repeats, seed, learner, group, json, html } = values
  if (data.length === 0) throw new UsageError('--data is missing: which texts?')
  return {
    data,
    folds: wholeNumber('folds', folds, 2),
    repeats: wholeNumber('repeats', repeats, 1),
    seed: wholeNumber('seed', seed, 0),
    learner: learnerNamed(learner),
    group: groupOf(group),
    json,
    html,
  }
}

function groupOf(value: string): 'none' | 'near' {
  if (value === 'none' || value === 'near') return value
  throw new UsageError(`--group must be none or near, got "${value}"`)
}

/** An example, and the name of the file it came from. */
interface CorpusExample extends Example {
  readonly corpus: string
}

/** Files go by their names without folders, or, where two have the same, as they were given. */
async function readCorpora(files: readonly string[]): Promise<CorpusExample[]> {
  const names = files.map((file) => basename(file))
  const isAmbiguous = new Set(names).size < new Set(files).size
  const corpora = await Promise.all(
    files.map(async (file) => {
      const corpus = isAmbiguous ? file : basename(file)
      return (await readDataset(file)).map((example) => ({ ...example, corpus }))
    }),
  )
  return corpora.flat()
}

/** Every part is tested on both labels. */
function checkFolds(
  distinct: readonly Example[],
  groups: Int32Array | undefined,
  folds: number,
): void {
  const countOf = (wanted: Label): number =>
    new Set(distinct.flatMap(({ label }, row) => (label === wanted ? [groups?.[row] ?? row] : [])))
      .size
  const rarest = Math.min(countOf('ham'), countOf('spam'))
  if (folds <= rarest) return
  if (rarest === 0 || (groups === undefined && rarest < 2)) return
  if (rarest < 2) {
    throw new UsageError('--group near: all texts of one label are near duplicates; --group none')
  }
  const what = groups === undefined ? 'texts' : 'groups with texts'
  throw new UsageError(`--folds must be at most ${rarest}: there are no more ${what} of one label`)
}

function progressOf({ stderr }: Io, total: number): () => void {
  if (!('isTTY' in stderr) || stderr.isTTY !== true) return () => {}
  let tested = 0
  return () => {
    tested++
    stderr.write(`\r${tested} of ${total} parts${tested === total ? '\n' : ''}`)
  }
}
