#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { type Command, type ExitStatus, type Io, UsageError } from './cli/command.ts'
import { DomainError } from './domain/errors.ts'
import { SettingsError } from './settings-error.ts'
import { VERSION } from './version.ts'

// What a first start compiles serves the next ones, beside what npm installed; where that cannot be
// written, or the environment says otherwise, nothing fails.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/hamlet', import.meta.url)))

/** Each is loaded when it is asked for: `hamlet --help` need not load a server. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'start the service',
    load: async () => (await import('./cli/serve.ts')).serveCommand,
  },
  migrate: {
    summary: 'bring the schema up to date, take a step back, or show where it is',
    load: async () => (await import('./cli/migrate.ts')).migrateCommand,
  },
  settings: {
    summary: 'print every setting, or the values in force',
    load: async () => (await import('./cli/settings.ts')).settingsCommand,
  },
  openapi: {
    summary: 'print the OpenAPI document',
    load: async () => (await import('./cli/openapi.ts')).openapiCommand,
  },
  account: {
    summary: 'make an account, or give one a new password',
    load: async () => (await import('./cli/account.ts')).accountCommand,
  },
  train: {
    summary: 'train a model on labelled texts',
    load: async () => (await import('./cli/train.ts')).trainCommand,
  },
  crossval: {
    summary: 'measure by cross-validation what training on some texts is worth',
    load: async () => (await import('./cli/crossval.ts')).crossvalCommand,
  },
  evaluate: {
    summary: 'measure a model on labelled texts',
    load: async () => (await import('./cli/evaluate.ts')).evaluateCommand,
  },
  classify: {
    summary: 'judge a text, or a stream of texts',
    load: async () => (await import('./cli/classify.ts')).classifyCommand,
  },
}

/** One line of the list of commands, and where the rest of it is. */
interface Entry {
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Runs `hamlet` with these words. The only place that reads argv and environment and ends the process. */
async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  const [name = '--help', ...args] = argv
  if (name === '--version') return print(io, VERSION)
  if (name === '--help' || name === 'help') return print(io, overview())
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (entry === undefined) return complain(io, `there is no command "${name}"\n\n${overview()}`, 2)
  const command = await entry.load()
  if (args.includes('--help')) return print(io, command.help)
  try {
    return await command.run(args, io)
  } catch (error) {
    return report(io, name, error)
  }
}

function overview(): string {
  const rows = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`,
  )
  return `hamlet COMMAND [...]\n\n${rows.join('\n')}\n\n\`hamlet COMMAND --help\` tells more of each.`
}

function report(io: Io, name: string, error: unknown): ExitStatus {
  if (error instanceof SettingsError) {
    return complain(io, `the settings cannot be used:\n${indented(error.message)}`, 78)
  }
  if (isUsageError(error)) {
    return complain(io, `${error.message}\nSee \`hamlet ${name} --help\`.`, 2)
  }
  if (error instanceof Error) return complain(io, `${name}: ${reasonsOf(error).join(': ')}`, 1)
  throw error
}

/** What an error says; of a database that is away also why, without which no operator is helped. */
function reasonsOf(error: Error): readonly string[] {
  const refusal = error instanceof DomainError ? error : error.cause
  const said = error instanceof DomainError ? error.code + factsOf(error) : messageOf(error)
  if (!(refusal instanceof DomainError && refusal.cause instanceof Error)) return [said]
  const { message, code } = refusal.cause as NodeJS.ErrnoException
  return [said, message || String(code)]
}

/** What an error says; a file that is not there is named without the system call that missed it. */
function messageOf(error: NodeJS.ErrnoException): string {
  const isMissing = error.code === 'ENOENT' && error.syscall === 'open'
  return isMissing ? `${error.path} does not exist` : error.message
}

function factsOf({ facts }: DomainError): string {
  const text = JSON.stringify(facts)
  return text === '{}' ? '' : ` ${text}`
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true
  const { code } = error as { readonly code?: unknown }
  return error instanceof Error && String(code).startsWith('ERR_PARSE_ARGS')
}

function indented(text: string): string {
  return text.replace(/^/gmu, '  ')
}

function print({ stdout }: Io, text: string): ExitStatus {
  stdout.write(`${text}\n`)
  return 0
}

function complain({ stderr }: Io, text: string, status: ExitStatus): ExitStatus {
  stderr.write(`hamlet: ${text}\n`)
  return status
}

/** The environment over what the file named by `ENV_FILE` (`.env`) says. */
function readEnvironment(): Io['env'] {
  const { ENV_FILE: file } = process.env
  try {
    return { ...parseEnv(readFileSync(file || '.env', 'utf8')), ...process.env }
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (isMissing && !file) return process.env
    throw new SettingsError([{ setting: 'ENV_FILE', reason: `${file} cannot be read` }])
  }
}

const { stdin, stdout, stderr } = process
// Whoever reads may have seen enough, like `head`: that ends the command, and is no failure.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  stderr.write(`hamlet: ${error.message}\n`)
  process.exit(1)
})
try {
  const io = { stdin, stdout, stderr, env: readEnvironment() }
  process.exitCode = await main(process.argv.slice(2), io)
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  stderr.write(`hamlet: ${error.message}\n`)
  process.exitCode = 78
}
