// npm run bench:attacks [-- --data F.csv --repeats 1 --json --bits 18 --grams 3,5 --no-augment]
// How much spam is still found after each of the ways in which spammers disguise it, and how much ham
// is still let through, by models that have not seen the texts; bench/README.md tells what is done.
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { TrainOptions } from '@hamlet/classifier'
import { DatasetError, readDataset } from '../packages/server/src/store/dataset.ts'
import { rowsOf } from './attacks/rows.ts'
import { attackModels, type SuiteReport } from './attacks/suite.ts'
import { tableOf } from './model/table.ts'

const CORPUS = fileURLToPath(new URL('../../shared/datasets/sms_uci.csv', import.meta.url))
const SAMPLE = fileURLToPath(new URL('../datasets/sample.csv', import.meta.url))

const { values } = parseArgs({
  allowNegative: true,
  options: {
    data: { type: 'string' },
    repeats: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    bits: { type: 'string' },
    grams: { type: 'string' },
    augment: { type: 'boolean' },
  },
})

const train = trainOptions()
const data = values.data ?? defaultData()
try {
  const report = attackModels(await readDataset(data), { repeats: repeatsOf(values), train })
  process.stdout.write(
    values.json ? `${JSON.stringify({ data, train, ...report })}\n` : textOf(report),
  )
} catch (error) {
  // What was asked for cannot be done; what is broken here keeps its stack.
  if (!(error instanceof RangeError || error instanceof DatasetError || isMissing(error)))
    throw error
  process.stderr.write(`bench:attacks: ${(error as Error).message}\n`)
  process.exitCode = 2
}

function repeatsOf({ repeats }: { readonly repeats: string }): number {
  if (Number.isInteger(Number(repeats)) && Number(repeats) >= 1) return Number(repeats)
  throw new RangeError(`--repeats must be a whole number of at least 1, got "${repeats}"`)
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

/** What of the training was told; the rest is what trainings do when nothing is said. */
function trainOptions(): TrainOptions {
  const { bits, grams, augment } = values
  return {
    ...(bits !== undefined && { bits: Number(bits) }),
    ...(grams !== undefined && { gramSizes: grams.split(',').map(Number) }),
    ...(augment !== undefined && { augment }),
  }
}

/** The public corpus for which the goals were set, or else the sample of this repository. */
function defaultData(): string {
  if (existsSync(CORPUS)) return CORPUS
  process.stderr.write(
    'The corpus sms_uci is not in ../shared/datasets: attacking models of datasets/sample.csv instead.\n' +
      'The goals were set for sms_uci; datasets/README.md says where it comes from.\n',
  )
  return SAMPLE
}

function textOf(report: SuiteReport): string {
  const { ham, spam, duplicates, testFolds } = report
  const texts = `${ham} ham, ${spam} spam (${duplicates} exact duplicates removed)`
  const told = `options ${JSON.stringify(train)}`
  return `${data}: ${texts}, ${testFolds} folds, ${report.repeats} repeats, ${told}\n\n${tableOf(rowsOf(report))}`
}
