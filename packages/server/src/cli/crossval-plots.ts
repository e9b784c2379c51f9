import type { ReliabilityBin } from '@hamlet/classifier'
import type { Bar } from './crossval-summary.ts'
import { type Html, html } from './html.ts'

/** A drawing for people who see it, and in words for those who do not and for those who wonder. */
interface Plot {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  readonly description: string
  readonly x: Axis
  readonly y: Axis
  readonly marks: readonly Html[]
}

interface Axis {
  readonly name: string
  readonly ticks: readonly Tick[]
}

interface Tick {
  /** 0 to 1, the length of the axis. */
  readonly at: number
  readonly name: string
}

/** A place in a drawing, both 0 to 1, from the lower left. */
type Place = readonly [x: number, y: number]

/** The drawing's side and the margin left of it and below, in units of the view box. */
const SIDE = 300
const MARGIN = 56
const TOP = 12
/** More points of a line cannot be told apart. */
const POINTS_AT_MOST = 1000

const QUARTERS: readonly Tick[] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, name: `${at}` }))

/** Recall over the false positive rate, whose axis is a root: what matters lies at its beginning. */
export function rocPlot(
  points: readonly { readonly fpr: number; readonly recall: number }[],
): Html {
  const chance = Array.from({ length: 51 }, (_, i): Place => [i / 50, (i / 50) ** 2])
  return draw({
    id: 'roc',
    title: 'ROC curve',
    description:
      'Recall of spam over the share of ham that is called spam, for every threshold. Dashed: chance.',
    x: {
      name: 'ham called spam (root scale)',
      ticks: [0, 0.01, 0.05, 0.25, 1].map((fpr) => ({
        at: Math.sqrt(fpr),
        name: `${100 * fpr} %`,
      })),
    },
    y: { name: 'recall', ticks: QUARTERS },
    marks: [
      line('guide', chance),
      line(
        'spam',
        points.map(({ fpr, recall }) => [Math.sqrt(fpr), recall]),
      ),
    ],
  })
}

/** Precision over recall, in steps. */
export function precisionPlot(
  points: readonly { readonly recall: number; readonly precision: number }[],
): Html {
  const steps = thinned(points).flatMap(({ recall, precision }, i, all): Place[] => {
    return [
      [all[i - 1]?.recall ?? 0, precision],
      [recall, precision],
    ]
  })
  return draw({
    id: 'precision',
    title: 'Precision-recall curve',
    description: 'Of what is called spam the share that is, over the share of spam that is found.',
    x: { name: 'recall', ticks: QUARTERS },
    y: { name: 'precision', ticks: QUARTERS },
    marks: [line('spam', steps)],
  })
}

/** The share of spam over the probability given; honest probabilities lie on the diagonal. */
export function reliabilityPlot(bins: readonly ReliabilityBin[]): Html {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const dots = bins
    .filter(({ count }) => count > 0)
    .map(({ meanPredicted, spamShare, count }) => {
      const [x, y] = onPaper([meanPredicted, spamShare])
      const radius = (3 + 7 * Math.sqrt(count / most)).toFixed(1)
      return html`<circle class="spam" cx="${x}" cy="${y}" r="${radius}"/>`
    })
  return draw({
    id: 'reliability',
    title: 'Reliability',
    description:
      'The share of spam over the mean probability, by bin; larger dots hold more texts. Dashed: honest.',
    x: { name: 'mean spam probability', ticks: QUARTERS },
    y: { name: 'share of spam', ticks: QUARTERS },
    marks: [
      line('guide', [
        [0, 0],
        [1, 1],
      ]),
      ...dots,
    ],
  })
}

/** How many texts of each label got which probability; the axis of counts is logarithmic. */
export function histogramPlot(bars: readonly Bar[]): Html {
  const most = Math.max(1, ...bars.flatMap(({ ham, spam }) => [ham, spam]))
  const decades = Math.ceil(Math.log10(1 + most))
  const heightOf = (count: number): number => Math.log10(1 + count) / decades
  const marks = bars.flatMap(({ from, to, ham, spam }) => {
    const middle = (from + to) / 2
    return [bar('ham', from, middle, heightOf(ham)), bar('spam', middle, to, heightOf(spam))]
  })
  const powers = Array.from({ length: decades + 1 }, (_, power) => 10 ** power)
  return draw({
    id: 'histogram',
    title: 'Probabilities by label',
    description:
      'How many texts got which spam probability: of each pair of bars the left is ham, the right spam.',
    x: { name: 'spam probability', ticks: QUARTERS },
    y: {
      name: 'texts (logarithmic)',
      ticks: powers.slice(0, -1).map((count) => ({ at: heightOf(count), name: `${count}` })),
    },
    marks,
  })
}

function draw({ id, title, description, x, y, marks }: Plot): Html {
  const [width, height] = [MARGIN + SIDE + 16, TOP + SIDE + MARGIN]
  return html`<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${description}</desc>
${x.ticks.map(columnTick)}${y.ticks.map(rowTick)}
<text class="name" x="${MARGIN + SIDE / 2}" y="${height - 12}">${x.name}</text>
<text class="name" transform="translate(14 ${TOP + SIDE / 2}) rotate(-90)">${y.name}</text>
${marks}
</svg>
<figcaption aria-hidden="true">${description}</figcaption></figure>`
}

function columnTick({ at, name }: Tick): Html {
  const [x, bottom] = onPaper([at, 0])
  return html`<path class="grid" d="M${x} ${bottom}V${TOP}"/><text class="tick" x="${x}" y="${TOP + SIDE + 18}">${name}</text>`
}

function rowTick({ at, name }: Tick): Html {
  const [left, y] = onPaper([0, at])
  return html`<path class="grid" d="M${left} ${y}H${MARGIN + SIDE}"/><text class="tick row" x="${MARGIN - 6}" y="${y}" dy="4">${name}</text>`
}

function line(kind: 'guide' | 'spam', places: readonly Place[]): Html {
  const points = thinned(places).map((place) => onPaper(place).join(','))
  return html`<polyline class="${kind}" points="${points.join(' ')}"/>`
}

function bar(kind: 'ham' | 'spam', from: number, to: number, height: number): Html {
  const [left, top] = onPaper([from, height])
  const [width, tall] = [(to - from) * SIDE, height * SIDE].map((length) => length.toFixed(2))
  return html`<rect class="${kind}" x="${left}" y="${top}" width="${width ?? ''}" height="${tall ?? ''}"/>`
}

function onPaper([x, y]: Place): readonly [x: string, y: string] {
  return [(MARGIN + x * SIDE).toFixed(2), (TOP + (1 - y) * SIDE).toFixed(2)]
}

/** Every k-th point, and the last. */
function thinned<Point>(points: readonly Point[]): Point[] {
  const every = Math.ceil(points.length / POINTS_AT_MOST)
  return points.filter((_, i) => i % every === 0 || i === points.length - 1)
}
