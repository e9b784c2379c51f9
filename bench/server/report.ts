import process from 'node:process'
import { machineText, thisMachine } from '../model/machine.ts'
import type { Row } from '../model/section.ts'
import { tableOf } from '../model/table.ts'
import { hasMissed } from './rows.ts'

/** What a benchmark has to say. */
export interface Report {
  readonly title: string
  readonly rows: readonly Row[]
  /** What the figures were made of, for JSON only. */
  readonly raw: unknown
}

/**
 * Prints a report: a table, or one JSON document. The program will end with 1 where a law was broken:
 * something answered was not stored, say.
 */
export function printReport({ title, rows, raw }: Report, isJson: boolean): void {
  const machine = thisMachine()
  const text = isJson
    ? `${JSON.stringify({ ...machine, title, rows, raw })}\n`
    : `${machineText(machine)}\n\n## ${title}\n\n${tableOf(rows)}`
  process.stdout.write(text)
  const broken = rows.filter((row) => row.isLaw === true && hasMissed(row))
  for (const { name, must } of broken) process.stderr.write(`${name}: must be ${must}\n`)
  if (broken.length > 0) process.exitCode = 1
}
