import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { buildPasswords } from '../security/passwords.ts'
import { Secret } from '../security/secret.ts'
import { parseSettings, type Settings } from '../settings.ts'
import { migrateUp } from '../store/migrate.ts'
import { openDatabase } from '../store/open-database.ts'
import { type RegisterDeps, registerAccount } from '../usecases/register-account.ts'
import { resetPassword } from '../usecases/reset-password.ts'
import { type Command, type ExitStatus, type Io, UsageError } from './command.ts'

/** `hamlet account`. */
export const accountCommand: Command = {
  help: `hamlet account create --username NAME --email ADDRESS [--full-name "TWO WORDS"]
                      [--document NUMBER] [--admin]
hamlet account reset-password USERNAME

The password is read from the environment variable ACCOUNT_PASSWORD; unset, one is made and
printed. A reset ends every session of the account. On the embedded database, stop the
server first.`,
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        username: { type: 'string' },
        email: { type: 'string' },
        'full-name': { type: 'string', default: 'Hamlet Account' },
        document: { type: 'string' },
        admin: { type: 'boolean', default: false },
      },
    })
    const [action, username, ...rest] = positionals
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`)
    if (action === 'create' && username === undefined) return create(io, values)
    if (action === 'reset-password' && username !== undefined) return reset(io, username)
    throw new UsageError('say what: create --username ..., or reset-password USERNAME')
  },
}

interface CreateOptions {
  readonly username?: string | undefined
  readonly email?: string | undefined
  readonly 'full-name': string
  readonly document?: string | undefined
  readonly admin: boolean
}

function create(io: Io, options: CreateOptions): Promise<ExitStatus> {
  const { username, email, document, admin } = options
  if (username === undefined || !/^[A-Za-z0-9._-]{3,64}$/u.test(username)) {
    throw new UsageError('--username must be 3 to 64 of A-Z a-z 0-9 . _ -')
  }
  if (email === undefined || !/^[^\s@]+@[^\s@]+$/u.test(email)) {
    throw new UsageError('--email must be an e-mail address')
  }
  return withAccounts(io, async (deps, password) => {
    await registerAccount(deps, {
      ...{ username, email, password, documentNumber: document },
      fullName: options['full-name'],
      phone: undefined,
      role: admin ? 'admin' : 'user',
    })
    return `made ${username}${admin ? ' (admin)' : ''}`
  })
}

function reset(io: Io, username: string): Promise<ExitStatus> {
  return withAccounts(io, async (deps, password) => {
    await resetPassword(deps, username, password)
    return `${username} has a new password`
  })
}

type AccountWork = (deps: RegisterDeps, password: Secret) => Promise<string>

async function withAccounts({ env, stdout }: Io, work: AccountWork): Promise<ExitStatus> {
  const settings: Settings = parseSettings(env)
  const { ACCOUNT_PASSWORD: given } = env
  const password = new Secret(given || randomBytes(15).toString('base64url'))
  const { db, close } = await openDatabase(settings.database, 'maintenance')
  try {
    await migrateUp(db)
    const passwords = await buildPasswords()
    const accountRules = settings.accounts
    const done = await work({ db, now: () => new Date(), passwords, accountRules }, password)
    stdout.write(given ? `${done}\n` : `${done}; password ${password.reveal()}\n`)
    return 0
  } finally {
    await close()
  }
}
