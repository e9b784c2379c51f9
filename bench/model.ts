// npm run bench:model [-- --only SECTION[,SECTION] --quick --json --corpora DIR]
// How good, small and fast the classifier is, beside the goals that were set for it. Every section is
// one file in model/; bench/README.md says how to read it.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { missingCorpora, readCorpus } from './model/corpora.ts'
import { machineText, thisMachine } from './model/machine.ts'
import type { Bench, Row, Section } from './model/section.ts'
import { SECTIONS } from './model/sections.ts'
import { tableOf } from './model/table.ts'

/** What came of one section. */
interface Outcome {
  readonly section: string
  readonly title: string
  /** Corpora for want of which it was skipped. */
  readonly missing: readonly string[]
  readonly rows: readonly Row[]
  readonly seconds: number
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    corpora: {
      type: 'string',
      default: fileURLToPath(new URL('../../shared/datasets', import.meta.url)),
    },
  },
})

const chosen = chosenSections(values.only)
if (chosen !== undefined) await run(chosen)

async function run(sections: readonly Section[]): Promise<void> {
  const machine = thisMachine()
  if (!values.json) say(`${machineText(machine)}\n`)
  const outcomes: Outcome[] = []
  for (const section of sections) {
    const outcome = await outcomeOf(section)
    outcomes.push(outcome)
    if (!values.json) say(textOf(outcome))
  }
  if (values.json) say(JSON.stringify({ ...machine, quick: values.quick, sections: outcomes }))
}

/** The sections that `--only` names, or all; `undefined`, and told, when it names another. */
function chosenSections(only: string | undefined): readonly Section[] | undefined {
  const names = only?.split(',')
  const stranger = names?.find((name) => !SECTIONS.some((section) => section.name === name))
  if (stranger === undefined) {
    return SECTIONS.filter(({ name }) => names?.includes(name) ?? true)
  }
  const known = SECTIONS.map(({ name }) => name).join(', ')
  process.stderr.write(`--only: there is no section "${stranger}", only ${known}\n`)
  process.exitCode = 2
  return undefined
}

async function outcomeOf({ name, title, corpora, measure }: Section): Promise<Outcome> {
  const bench: Bench = {
    corpus: (corpus) => readCorpus(values.corpora, corpus),
    isQuick: values.quick,
  }
  const missing = await missingCorpora(values.corpora, corpora)
  const begun = performance.now()
  const rows = missing.length === 0 ? await measure(bench) : []
  const seconds = Number(((performance.now() - begun) / 1000).toFixed(1))
  return { section: name, title, missing, rows, seconds }
}

function textOf({ section, title, missing, rows, seconds }: Outcome): string {
  const head = `## ${section}: ${title}\n\n`
  if (missing.length === 0) return `${head}${tableOf(rows)}\n${seconds} s\n`
  return `${head}Skipped: ${missing.join(', ')} not found; datasets/README.md tells of the corpora, --corpora DIR names their folder.\n`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
