import { parseArgs } from 'node:util'
import type { TSchema } from 'typebox'
import { valuesOf } from '../settings.ts'
import { SECRET_SETTINGS, SETTINGS } from '../settings-table.ts'
import type { Command, Io } from './command.ts'

/** `hamlet settings`. */
export const settingsCommand: Command = {
  help: `hamlet settings [--values]

Prints the table of all settings: name, default, bounds, meaning. With --values, prints the
values in force instead, as NAME=VALUE; secrets are masked.`,
  run: async (args, io) => {
    const { values } = parseArgs({ args: [...args], options: { values: { type: 'boolean' } } })
    io.stdout.write(values.values ? valuesInForce(io.env) : settingsTable())
    return 0
  },
}

/** The table of all settings in Markdown; docs/settings.md is exactly this. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, schema]) => rowOf(name, schema))
  return `# Settings

Read from the environment, or from the file that \`ENV_FILE\` names (default \`.env\`); the
environment wins. An empty value counts as unset. All faults are reported at once, at start, with
exit status 78. This page is what \`hamlet settings\` prints.

| setting | default | values | meaning |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

interface Facts {
  readonly type?: string
  readonly default?: unknown
  readonly description?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
}

function rowOf(name: string, schema: TSchema): string {
  const facts = schema as Facts
  const byDefault =
    facts.default === undefined || facts.default === '' ? '' : `\`${facts.default}\``
  return `| \`${name}\` | ${byDefault} | ${rangeOf(facts)} | ${facts.description} |`
}

function rangeOf({ type, enum: words, minimum, exclusiveMinimum, maximum }: Facts): string {
  if (words) return words.map((word) => `\`${word}\``).join(', ')
  if (type === 'string') return 'text'
  const lowest = minimum === undefined ? `more than ${exclusiveMinimum}` : `${minimum}`
  return `${lowest} to ${maximum}`
}

function valuesInForce(env: Io['env']): string {
  const lines = Object.entries(valuesOf(env)).map(([name, value]) => {
    return `${name}=${SECRET_SETTINGS.includes(name) ? '[secret]' : value}`
  })
  return `${lines.sort().join('\n')}\n`
}
