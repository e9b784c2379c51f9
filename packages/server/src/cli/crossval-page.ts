import { RANKING_NAMES } from '../http/metrics-record.ts'
import { histogramPlot, precisionPlot, reliabilityPlot, rocPlot } from './crossval-plots.ts'
import type { Spreads } from './crossval-summary.ts'
import { type CrossvalReport, headOf } from './crossval-text.ts'
import { type Html, html } from './html.ts'

/** Colours of the page; the drawings take theirs from here too. */
const STYLE = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1c1c; --faint: #d4d4d4; --ham: #1f6fb2; --spam: #b8461b }
@media (prefers-color-scheme: dark) {
  :root { --paper: #161616; --ink: #e8e8e8; --faint: #444; --ham: #6cb2ee; --spam: #f08a5d }
}
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
section { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start }
h2 { flex-basis: 100%; margin: 2rem 0 0 }
figure { width: 24rem; max-width: 100%; margin: 0 }
figcaption { font-size: .85rem }
div { overflow-x: auto; max-width: 100% }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600 }
th, td { padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--faint); text-align: right; vertical-align: top }
th:first-child, th.text { text-align: left }
td.text { text-align: left; white-space: pre-wrap; overflow-wrap: anywhere }
svg text { fill: currentColor; font-size: 12px; text-anchor: middle }
svg .row { text-anchor: end }
svg .grid { stroke: var(--faint); fill: none }
polyline { fill: none; stroke-width: 2 }
polyline.spam { stroke: var(--spam) }
polyline.guide { stroke: currentColor; stroke-width: 1; stroke-dasharray: 5 4 }
circle.spam, rect.spam { fill: var(--spam); fill-opacity: .85 }
rect.ham { fill: var(--ham); fill-opacity: .85 }
`

const FPRS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05]
const RECALLS = [0.5, 0.75, 0.9, 0.95, 0.98, 0.99]

/** A cross-validation as one HTML page without scripts, which loads nothing. */
export function crossvalPage(report: CrossvalReport): string {
  const { corpora } = report
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Hamlet: cross-validation</title>
<style>${STYLE_MARKUP}</style>
</head>
<body>
<main>
<h1>Cross-validation</h1>
<p>${headOf(report)}. Seed ${report.seed}.</p>
<section><h2>Metrics</h2>${metricsTable(report)}${confusionTable(report)}</section>
${corpora.length > 1 ? html`<section><h2>By file</h2>${corporaTable(report)}</section>` : ''}
<section><h2>ROC</h2>${rocPlot(report.roc)}${rocTable(report)}</section>
<section><h2>Precision and recall</h2>${precisionPlot(report.precision_recall)}${precisionTable(report)}</section>
<section><h2>Reliability</h2>${reliabilityPlot(report.reliability)}${reliabilityTable(report)}</section>
<section><h2>Probabilities</h2>${histogramPlot(report.histogram)}${histogramTable(report)}</section>
<section><h2>Worst mistakes</h2>${mistakesTable(report)}</section>
</main>
</body>
</html>
`
  return page.markup
}

/** A constant of this file, and so no text to be escaped. */
const STYLE_MARKUP: Html = { markup: STYLE }

function metricsTable({ metrics }: CrossvalReport): Html {
  const rows = RANKING_NAMES.map((name) => {
    return [name, metrics[name].mean.toFixed(5), metrics[name].sd.toFixed(5)]
  })
  return table('Over all parts and repeats', ['metric', 'mean', 'sd'], rows)
}

function confusionTable({ confusion }: CrossvalReport): Html {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion
  return table(
    'Confusion, all repeats',
    ['', 'called ham', 'called spam'],
    [
      ['ham', `${trueNegatives}`, `${falsePositives}`],
      ['spam', `${falseNegatives}`, `${truePositives}`],
    ],
  )
}

function corporaTable({ corpora, macro }: CrossvalReport): Html {
  const means = (metrics: Spreads): string[] =>
    RANKING_NAMES.map((name) => `${metrics[name].mean.toFixed(4)} ± ${metrics[name].sd.toFixed(4)}`)
  const columns = corpora.map(({ n_ham, n_spam, metrics }) => {
    return [`${n_ham}`, `${n_spam}`, ...means(metrics)]
  })
  if (macro !== undefined) columns.push(['', '', ...means(macro)])
  const rows = ['ham', 'spam', ...RANKING_NAMES].map((name, i) => {
    return [name, ...columns.map((column) => column[i] ?? '')]
  })
  const names = corpora.map(({ name }) => name)
  const heads = ['metric', ...names, ...(macro === undefined ? [] : ['macro mean'])]
  return table('Mean and deviation over repeats', heads, rows)
}

function rocTable({ roc }: CrossvalReport): Html {
  const rows = FPRS.map((most) => {
    const recall = roc.findLast(({ fpr }) => fpr <= most)?.recall ?? 0
    return [percent(most), percent(recall)]
  })
  return table('Spam found, all repeats pooled', ['ham called spam, at most', 'recall'], rows)
}

function precisionTable({ precision_recall }: CrossvalReport): Html {
  const rows = RECALLS.map((least) => {
    const point = precision_recall.find(({ recall }) => recall >= least)
    return [percent(least), percent(point?.precision ?? 0)]
  })
  return table('Precision, all repeats pooled', ['recall, at least', 'precision'], rows)
}

function reliabilityTable({ reliability }: CrossvalReport): Html {
  const rows = reliability.map(({ from, to, count, meanPredicted, spamShare }) => [
    `${from.toFixed(3)} to ${to.toFixed(3)}`,
    `${count}`,
    count === 0 ? '' : meanPredicted.toFixed(4),
    count === 0 ? '' : spamShare.toFixed(4),
  ])
  return table('All repeats', ['probability', 'texts', 'mean', 'are spam'], rows)
}

function histogramTable({ histogram }: CrossvalReport): Html {
  const rows = histogram.map(({ from, to, ham, spam }) => {
    return [`${from.toFixed(2)} to ${to.toFixed(2)}`, `${ham}`, `${spam}`]
  })
  return table('Texts, all repeats', ['probability', 'ham', 'spam'], rows)
}

function mistakesTable({ mistakes }: CrossvalReport): Html {
  const rows = mistakes.map(
    ({ label, corpus, spam_probability, text }) => html`<tr><th scope="row">${label}</th>
<td>${spam_probability.toFixed(4)}</td><td>${corpus}</td><td class="text"><bdi>${text}</bdi></td></tr>
`,
  )
  return html`<div tabindex="0" role="group" aria-label="Worst mistakes"><table>
<caption>The surest first, by the mean of the repeats</caption>
<thead><tr>${['is', 'probability', 'file'].map(columnHead)}<th scope="col" class="text">text</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`
}

function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Html {
  const body = rows.map(
    ([name = '', ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )
  return html`<div tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map(columnHead)}</tr></thead>
<tbody>${body}</tbody>
</table></div>
`
}

function columnHead(name: string): Html {
  return name === '' ? html`<td></td>` : html`<th scope="col">${name}</th>`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
