import { type Html, html } from '../../packages/server/src/cli/html.ts'
import { numberText } from '../model/table.ts'
import type { Point } from './growth.ts'

/** A panel of a drawing: lines over the same time, on one axis that begins at zero. */
export interface Panel {
  readonly title: string
  readonly unit: string
  readonly lines: readonly Line[]
}

/** One line of a panel. */
export interface Line {
  readonly name: string
  readonly points: readonly Point[]
}

const WIDTH = 640
const HEIGHT = 120
const LEFT = 64
const TOP = 30
const PANEL = HEIGHT + TOP + 24
/** Of lines, in turn; they differ for eyes that do not tell red from green (Okabe and Ito, 2008). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9']

/** Panels below each other, with minutes on the axis, as a file of SVG. */
export function plotOf(title: string, panels: readonly Panel[]): string {
  const [width, height] = [LEFT + WIDTH + 24, TOP + panels.length * PANEL + 8]
  const drawing = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="11">
<title id="title">${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${LEFT}" y="20" font-size="14">${title}</text>
${panels.map((panel, i) => html`<g transform="translate(${LEFT} ${TOP + i * PANEL})">${panelOf(panel)}</g>\n`)}</svg>
`
  return drawing.markup
}

function panelOf({ title, unit, lines }: Panel): Html {
  const points = lines.flatMap((line) => line.points)
  const end = Math.max(1, ...points.map(({ at }) => at))
  const top = roundedUp(Math.max(...points.map(({ value }) => value).filter(Number.isFinite), 1e-9))
  const place = ({ at, value }: Point) =>
    `${((at / end) * WIDTH).toFixed(1)},${(TOP + (1 - value / top) * HEIGHT).toFixed(1)}`
  return html`<text y="20">${title} (${unit})</text>
${[0, 0.5, 1].map((share) => rowTick(share, numberText(share * top)))}
${[1, 2, 3].map((third) => columnTick(third / 3, `${numberText(Number(((third * end) / 180).toFixed(1)))} min`))}
${lines.map((line, i) => legendOf(line.name, i, lines.length))}
${lines.map(
  (line, i) =>
    html`<polyline fill="none" stroke="${colourOf(i)}" stroke-width="1.2" points="${line.points
      .filter(({ value }) => Number.isFinite(value))
      .map(place)
      .join(' ')}"/>`,
)}`
}

/** The next of 1, 2, 5 and their multiples by ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}

function rowTick(share: number, name: string): Html {
  const y = TOP + (1 - share) * HEIGHT
  return html`<path stroke="#ccc" d="M0 ${y}H${WIDTH}"/><text x="-6" y="${y}" dy="4" text-anchor="end">${name}</text>`
}

function columnTick(share: number, name: string): Html {
  const x = Math.round(share * WIDTH)
  return html`<path stroke="#eee" d="M${x} ${TOP}V${TOP + HEIGHT}"/><text x="${x}" y="${TOP + HEIGHT + 14}" text-anchor="middle">${name}</text>`
}

function legendOf(name: string, i: number, count: number): Html {
  const x = WIDTH - 110 * (count - i)
  return html`<text x="${x}" y="20" fill="${colourOf(i)}">${name}</text>`
}

function colourOf(i: number): string {
  return COLOURS[i % COLOURS.length] ?? ''
}
