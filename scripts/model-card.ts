import type { Metrics, Model, ThresholdPromise } from '@hamlet/classifier'

/** Where a corpus comes from. */
export interface CorpusFacts {
  readonly name: string
  readonly source: string
  readonly language: string
  readonly license: string
  readonly citation: string
  readonly sha256: string
}

/** How a model does on a corpus that it has not seen, without and with the source told. */
export interface CorpusResult {
  readonly facts: CorpusFacts
  readonly plain: Metrics
  readonly sourced: Metrics
}

/** What a model card is written from. */
export interface CardFacts {
  readonly model: Model
  /** Length of the model's file. */
  readonly bytes: number
  readonly folds: number
  /** The corpora that the model learned from, measured by cross-validation. */
  readonly learned: readonly CorpusResult[]
  /** Corpora that it never saw, measured with the model itself. */
  readonly foreign: readonly CorpusResult[]
}

/** Writes the card of the model that Hamlet comes with, in Markdown. */
export function modelCard(card: CardFacts): string {
  const sections = [
    introduction(card),
    data(card),
    heldOut(card),
    generalisation(card),
    bands(card),
    LIMITS,
    REMAKING,
  ]
  return `${sections.join('\n\n')}\n`
}

function introduction({ model, bytes }: CardFacts): string {
  const { examples, ham, spam, duplicates, groups, fingerprint, options } = model.report
  return `# The default model

\`models/default.hamlet\` tells spam from ham in short messages, comments, e-mails, forms and chats. It is what a fresh
Hamlet answers with. Version \`${model.version}\`, ${count(bytes)} bytes; [docs/model-format.md](../docs/model-format.md)
describes the file. This page is written by \`npm run model\`.

It learned from ${count(examples)} texts (${count(ham)} ham, ${count(spam)} spam; ${duplicates} exact duplicates left out),
fingerprint \`${fingerprint}\`. Options: 2^${options.bits} slots, character n-grams of ${options.gramSizes.join(', ')}${options.pairs ? ' and word pairs' : ''}, C ${options.cost},
naive Bayes over ${options.bayesScope === 'words' ? 'single words' : 'all n-grams'} with alpha ${options.alpha}, ${options.folds} folds for calibration${groups === undefined ? '' : ` that keep ${count(groups)} groups of near duplicates whole`}, ${options.augment ? 'an altered copy of each text, ' : ''}seed ${options.seed}.`
}

function data({ learned, foreign }: CardFacts): string {
  const row = ({ facts, plain }: CorpusResult): string =>
    `| ${facts.name} | ${facts.source} | ${facts.language} | ${plain.ham} | ${plain.spam} | ${facts.license} |`
  const attribution = ({ facts }: CorpusResult): string =>
    `- ${facts.name}: ${facts.citation}. SHA-256 of the file \`${facts.sha256}\``
  return `## Data

Learned from (only corpora that may be redistributed; the texts themselves are not shipped, but for the sample):

| corpus | source | language | ham | spam | licence |
| --- | --- | --- | --- | --- | --- |
${learned.map(row).join('\n')}

Never learned from, used to measure only:

| corpus | source | language | ham | spam | licence |
| --- | --- | --- | --- | --- | --- |
${foreign.map(row).join('\n')}

Attribution:

${[...learned, ...foreign].map(attribution).join('\n')}`
}

function heldOut({ learned, folds }: CardFacts): string {
  return `## On texts like those it learned from

${folds}-fold cross-validation over all of the corpora together, exact duplicates out: each text is judged by a model that had
not seen it. Near duplicates are not kept together, so a text may have a likeness in the training part. "Source told" is
what the caller gets who sends \`source\`.

${resultTable(learned)}

The sample is hard: codes, links, amounts, deadlines and polite talk stand in its ham and in its spam alike. Trained on the
sample alone the same learner reaches about 87 % by cross-validation; among the larger, older and mostly English corpora
it does worse.`
}

function generalisation({ foreign }: CardFacts): string {
  return `## On texts from elsewhere

The shipped model on corpora that it never saw: other years, other senders, in two cases another country's language.

${resultTable(foreign)}`
}

function resultTable(results: readonly CorpusResult[]): string {
  const cells = ({ accuracy, recall, fpr, rocAuc }: Metrics): string =>
    [accuracy, recall, fpr, rocAuc].map((value) => (100 * value).toFixed(2)).join(' | ')
  const rows = results.map(
    ({ facts, plain, sourced }) => `| ${facts.name} | ${cells(plain)} | ${cells(sourced)} |`,
  )
  const means = (pick: (result: CorpusResult) => Metrics): string =>
    (['accuracy', 'recall', 'fpr', 'rocAuc'] as const)
      .map((name) => results.reduce((sum, one) => sum + pick(one)[name], 0) / results.length)
      .map((value) => (100 * value).toFixed(2))
      .join(' | ')
  return `| corpus | accuracy % | recall % | fpr % | ROC AUC % | source told: accuracy % | recall % | fpr % | ROC AUC % |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
| mean | ${means(({ plain }) => plain)} | ${means(({ sourced }) => sourced)} |`
}

function bands({ model }: CardFacts): string {
  const { review, spam, discard } = model.plain.bands
  const probability = (logit: number): string => (1 / (1 + Math.exp(-logit))).toFixed(4)
  return `## Verdicts

From the out-of-fold log-odds of the ham: \`review\` from probability ${probability(review)} (0.5, or lower while 1 % of the ham stays
below), \`spam\` from ${probability(spam)}, \`discard\` from ${probability(discard)} (source not told). What is promised of the bands that block, by
the exact binomial bound:

| verdict | of ham at most | confidence | source not told | source told |
| --- | --- | --- | --- | --- |
${bandRow(model, 'spam')}
${bandRow(model, 'discard')}

A promise holds for texts drawn as these corpora were. It says nothing of texts from elsewhere.`
}

function bandRow({ report }: Model, verdict: 'spam' | 'discard'): string {
  const { promises, promisesSourced } = report
  if (promises === undefined) throw new Error('the model promises nothing')
  const { maxFpr, confidence } = promises[verdict]
  const terms = `${Number((100 * maxFpr).toPrecision(6))} % | ${100 * confidence} %`
  const answers = [promises, promisesSourced].map((one) => promised(one?.[verdict]))
  return `| \`${verdict}\` | ${terms} | ${answers.join(' | ')} |`
}

function promised(promise: ThresholdPromise | undefined): string {
  if (promise === undefined) return 'no such view'
  if (!promise.isKept) return `no promise, ${promise.missing} more ham texts needed`
  return `promised: ${promise.errors} of ${promise.ham} above the threshold`
}

const LIMITS = `## Limits

- It is a model of surface text: words, character n-grams, shape. It does not know what is true, who sent a text, or
  where a link leads.
- Two of three of its texts are English and were written before 2016. Portuguese it knows only from the sample, Indonesian
  from SMS, Russian from one Telegram collection; other languages not at all.
- On texts from elsewhere it errs often, as the table above says: label some of your own texts and train on them too
  (\`hamlet train\`) before you let it block anything.
- \`form\` and \`chat\` in English and Portuguese it knows only from the sample.
- Very short texts say little: a greeting alone may come out near 0.5.
- Labels are as the corpora give them. In sms_uci some jokes and cut-off fragments are labelled spam; no surface model
  learns those.`

const REMAKING = `## Making it again

\`npm run model\` with the corpora of the tables above in one directory (\`-- --corpora DIR\`); the same files give the same
bytes.`

function count(value: number): string {
  return value.toLocaleString('en')
}
