#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { parseEnv } from 'node:util'
import { accountCommand } from './cli/account.ts'
import { classifyCommand } from './cli/classify.ts'
import { type Command, type ExitStatus, type Io, UsageError } from './cli/command.ts'
import { crossvalCommand } from './cli/crossval.ts'
import { evaluateCommand } from './cli/evaluate.ts'
import { migrateCommand } from './cli/migrate.ts'
import { openapiCommand } from './cli/openapi.ts'
import { serveCommand } from './cli/serve.ts'
import { settingsCommand } from './cli/settings.ts'
import { trainCommand } from './cli/train.ts'
import { DomainError } from './domain/errors.ts'
import { SettingsError } from './settings.ts'
import { VERSION } from './version.ts'

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  settings: settingsCommand,
  openapi: openapiCommand,
  account: accountCommand,
  train: trainCommand,
  crossval: crossvalCommand,
  evaluate: evaluateCommand,
  classify: classifyCommand,
}

/** Runs `hamlet` with these words. The only place that reads argv and environment and ends the process. */
async function main(argv: readonly string[], io: Io): Promise<ExitStatus> {
  const [name = '--help', ...args] = argv
  if (name === '--version') return print(io, VERSION)
  if (name === '--help' || name === 'help') return print(io, overview())
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined)
    return complain(io, `there is no command "${name}"\n\n${overview()}`, 2)
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
  const said = error instanceof DomainError ? error.code + factsOf(error) : error.message
  if (!(refusal instanceof DomainError && refusal.cause instanceof Error)) return [said]
  const { message, code } = refusal.cause as NodeJS.ErrnoException
  return [said, message || String(code)]
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
try {
  const io = { stdin, stdout, stderr, env: readEnvironment() }
  process.exitCode = await main(process.argv.slice(2), io)
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  stderr.write(`hamlet: ${error.message}\n`)
  process.exitCode = 78
}
