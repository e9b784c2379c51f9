import type { Row } from './section.ts'

const HEADER = ['', 'measured', 'unit', 'must', 'dream']

/** Rows as a table of Markdown, columns aligned; it ends with a line break. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, measured, unit, must, dream }) => [
    name,
    typeof measured === 'number' ? numberText(measured) : measured,
    unit,
    must,
    dream,
  ])
  const widths = HEADER.map((head, column) =>
    Math.max(3, head.length, ...cells.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |\n`
  return [HEADER, widths.map((width) => '-'.repeat(width)), ...cells].map(line).join('')
}

/** A number with thousands parted, to four significant digits; whole numbers in full. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) || Math.abs(value) >= 1000) {
    return Math.round(value).toLocaleString('en-US')
  }
  return String(Number(value.toPrecision(4)))
}
