import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import {
  type Classifier,
  crossValidate,
  type Example,
  encodeModel,
  type Metrics,
  measure,
  openClassifier,
  removeDuplicates,
  type Source,
  trainModel,
} from '@hamlet/classifier'
import { readDataset } from '../packages/server/src/store/dataset.ts'
import { type CorpusFacts, type CorpusResult, modelCard } from './model-card.ts'

/*
 * `npm run model`: trains models/default.hamlet and writes its card, models/default.md.
 * `--corpora DIR` names the directory of the public corpora; datasets/README.md says which they are.
 */

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const FOLDS = 5
const SEED = 1

/** Corpora that may be redistributed: the model learns from these, and from datasets/sample.csv. */
const LEARNED: readonly (readonly [name: string, source: Source])[] = [
  ['sms_uci', 'sms'],
  ['sms_mishra_new', 'sms'],
  ['youtube_uci', 'comment'],
  ['spamassassin', 'email'],
  ['indonesian_sms', 'sms'],
  ['telegram_ru', 'chat'],
]

/** Corpora that the model never sees; they tell how it does where it is a stranger. */
const FOREIGN: readonly (readonly [name: string, source: Source])[] = [
  ['enron_1245', 'email'],
  ['ling_spam', 'email'],
  ['yt_gambling_id', 'comment'],
  ['moz_smishing_pt', 'sms'],
]

/** A corpus with its texts. */
interface Corpus {
  readonly facts: CorpusFacts
  readonly examples: readonly Example[]
}

const { values } = parseArgs({ options: { corpora: { type: 'string' } } })
process.exitCode = await buildModel(values.corpora ?? join(REPOSITORY, '../shared/datasets'))

async function buildModel(folder: string): Promise<number> {
  const corpora = await readCorpora(folder)
  if (corpora === undefined) return 1
  const { learned, foreign } = corpora
  const examples = learned.flatMap((corpus) => corpus.examples)
  say(`training on ${examples.length} texts`)
  const model = trainModel(examples, { seed: SEED, keepNear: true, pieces: true })
  const bytes = encodeModel(model)
  const classifier = openClassifier(model)
  say(`cross-validating, twice ${FOLDS} trainings`)
  const card = modelCard({
    model,
    bytes: bytes.length,
    folds: FOLDS,
    learned: crossValidateCorpora(learned),
    foreign: foreign.map((corpus) => measureForeign(corpus, classifier)),
  })
  await writeFile(join(REPOSITORY, 'models/default.hamlet'), bytes)
  await writeFile(join(REPOSITORY, 'models/default.md'), card)
  process.stdout.write(card)
  return 0
}

/** All corpora, or `undefined` when there are none in the folder, which is told. */
async function readCorpora(
  folder: string,
): Promise<{ learned: Corpus[]; foreign: Corpus[] } | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'))
    const read = ([name, source]: readonly [string, Source]) =>
      readCorpus(folder, manifest, name, source)
    const [learned, foreign] = await Promise.all([
      Promise.all(LEARNED.map(read)),
      Promise.all(FOREIGN.map(read)),
    ])
    return { learned: [...learned, await readSample()], foreign }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    say(`The public corpora are not in ${folder}: ${(error as Error).message}.`)
    say('datasets/README.md says where they come from; name their directory with --corpora DIR.')
    return undefined
  }
}

async function readCorpus(
  folder: string,
  manifest: readonly Record<string, string>[],
  name: string,
  source: Source,
): Promise<Corpus> {
  const file = join(folder, `${name}.csv`)
  const entry = manifest.find((one) => one['name'] === name) ?? {}
  const sha256 = await digestOf(file)
  if (sha256 !== entry['sha256']) throw new Error(`${file} is not the file that the manifest names`)
  const examples = (await readDataset(file)).map((example) => ({
    ...example,
    source,
    corpus: name,
  }))
  const { language = '', license = '', citation = '' } = entry
  return { facts: { name, source, language, license, citation, sha256 }, examples }
}

async function readSample(): Promise<Corpus> {
  const file = join(REPOSITORY, 'datasets/sample.csv')
  const facts: CorpusFacts = {
    name: 'sample',
    source: 'all five',
    language: 'pt, en (2026)',
    license: 'MIT, as this repository',
    citation: 'written for this project; datasets/README.md',
    sha256: await digestOf(file),
  }
  const examples = (await readDataset(file)).map((example) => ({ ...example, corpus: facts.name }))
  return { facts, examples }
}

async function digestOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}

/** Metrics per corpus of models that had not seen the texts, without and with their sources told. */
function crossValidateCorpora(corpora: readonly Corpus[]): CorpusResult[] {
  const tagged = removeDuplicates(corpora.flatMap(({ examples }) => examples))
  const sourceless = tagged.map(({ text, label }) => ({ text, label }))
  const plain = metricsByCorpus(tagged, sourceless)
  const sourced = metricsByCorpus(tagged, tagged)
  return corpora.map(({ facts }) => ({
    facts,
    plain: plain.get(facts.name) ?? measure([]),
    sourced: sourced.get(facts.name) ?? measure([]),
  }))
}

function metricsByCorpus(
  tagged: readonly Example[],
  examples: readonly Example[],
): Map<string, Metrics> {
  const results = crossValidate(examples, { testFolds: FOLDS, seed: SEED })
  const scored = results.flatMap(({ rows, scored }) =>
    rows.map((row, i) => ({ corpus: tagged[row]?.corpus ?? '', one: scored[i] })),
  )
  const groups = Map.groupBy(scored, ({ corpus }) => corpus)
  return new Map(
    [...groups].map(([corpus, group]) => [
      corpus,
      measure(group.flatMap(({ one }) => (one === undefined ? [] : [one]))),
    ]),
  )
}

function measureForeign({ facts, examples }: Corpus, { classify }: Classifier): CorpusResult {
  const distinct = removeDuplicates(examples)
  return {
    facts,
    plain: measure(distinct.map(({ text, label }) => ({ label, logit: classify(text).logit }))),
    sourced: measure(
      distinct.map(({ text, label, source }) => ({ label, logit: classify(text, source).logit })),
    ),
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
