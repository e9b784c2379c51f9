import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseSettings } from '../settings.ts'
import type { RootDatabase } from '../store/database.ts'
import { MIGRATIONS, migrateDown, migrateUp, migrationStatus } from '../store/migrate.ts'
import { openDatabase } from '../store/open-database.ts'
import { type Command, type ExitStatus, type Io, UsageError } from './command.ts'

/** `hamlet migrate`. */
export const migrateCommand: Command = {
  help: `hamlet migrate up        run every migration that has not run, under a lock
hamlet migrate down      take the newest one back
hamlet migrate status    list them, with when each ran
hamlet migrate new NAME  write a file for a new one`,
  run: async (args, io) => {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true })
    const [action, name, ...rest] = positionals
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
    if (action === 'new') return writeMigration(name, io)
    if (name !== undefined) throw new UsageError(`"${name}" is one word too many`)
    return withDatabase(io, workOf(action))
  },
}

type Work = (db: RootDatabase) => Promise<readonly string[]>

function workOf(action: string | undefined): Work {
  switch (action) {
    case 'up':
      return async (db) => (await migrateUp(db)).map(({ name }) => `up ${name}`)
    case 'down':
      return async (db) => (await migrateDown(db)).map(({ name }) => `down ${name}`)
    case 'status':
      return async (db) =>
        (await migrationStatus(db)).map(
          ({ name, executedAt }) => `${executedAt?.toISOString() ?? 'has not run'}  ${name}`,
        )
    default:
      throw new UsageError('say what: up, down, status or new NAME')
  }
}

async function withDatabase({ env, stdout }: Io, work: Work): Promise<ExitStatus> {
  const database = await openDatabase(parseSettings(env).database, 'maintenance')
  try {
    const lines = await work(database.db)
    stdout.write(lines.length === 0 ? 'nothing to do\n' : `${lines.join('\n')}\n`)
    return 0
  } finally {
    await database.close()
  }
}

const NAME = /^[a-z][a-z0-9-]*$/u

async function writeMigration(name: string | undefined, { stdout }: Io): Promise<ExitStatus> {
  if (name === undefined || !NAME.test(name)) {
    throw new UsageError(
      'a name is lower-case words joined by hyphens: hamlet migrate new add-notes',
    )
  }
  const stamp = new Date().toISOString().replace(/\D/gu, '').slice(0, 14)
  const file = join(MIGRATIONS, `${stamp}-${name}.ts`)
  await writeFile(file, TEMPLATE, { flag: 'wx' })
  stdout.write(`${file}\n`)
  return 0
}

const TEMPLATE = `import { sql } from 'kysely'

/** What it does, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`select 1\`.execute(db)
}

/** Takes it back. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`select 1\`.execute(db)
}
`
