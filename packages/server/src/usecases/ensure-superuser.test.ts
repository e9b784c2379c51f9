import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { isDomainError } from '../domain/errors.ts'
import { buildPasswords } from '../security/passwords.ts'
import { Secret } from '../security/secret.ts'
import { findAccountToLogIn } from '../store/accounts.ts'
import type { OpenDatabase } from '../store/database.ts'
import { freshDatabase } from '../testing/databases.ts'
import { MADE_AT, NO_HASH, storeAccount } from '../testing/rows.ts'
import { ensureSuperuser } from './ensure-superuser.ts'
import type { RegisterDeps } from './register-account.ts'

const WANTED = { username: 'hamlet', email: 'prince@elsinore.example' }
const PASSWORD = new Secret('to be or not')

let opened: OpenDatabase
let deps: RegisterDeps
before(async () => {
  opened = await freshDatabase()
  const accountRules = { passwordMinLength: 10, checksDocuments: true }
  deps = { db: opened.db, now: () => MADE_AT, passwords: await buildPasswords(), accountRules }
})
beforeEach(() => opened.db.deleteFrom('account').execute())
after(() => opened.close())

const isPasswordOf = async (name: string, password: Secret) => {
  const known = await findAccountToLogIn(opened.db, name)
  return deps.passwords.verify(known?.passwordHash, password)
}

describe('ensureSuperuser', () => {
  it('makes an administrator with the password that was given, and shows none', async () => {
    const outcome = await ensureSuperuser(deps, { ...WANTED, password: PASSWORD })
    assert.deepEqual(outcome, { outcome: 'made', username: 'hamlet', madePassword: undefined })
    const known = await findAccountToLogIn(opened.db, 'hamlet')
    assert.equal(known?.account.role, 'admin')
    assert.equal(known?.account.email, WANTED.email)
    assert.ok(await isPasswordOf('hamlet', PASSWORD))
  })

  it('makes a password where none was given, and shows it once', async () => {
    const outcome = await ensureSuperuser(deps, { ...WANTED, password: undefined })
    assert.ok(outcome.outcome === 'made' && outcome.madePassword)
    assert.match(outcome.madePassword.reveal(), /^[\w-]{20}$/u)
    assert.ok(await isPasswordOf('hamlet', outcome.madePassword))
    const again = await ensureSuperuser(deps, { ...WANTED, password: undefined })
    assert.deepEqual(again, { outcome: 'there', username: 'hamlet' })
  })

  it('leaves an account of that name as it is, in whatever case and role', async () => {
    const { id } = await storeAccount(opened.db, { username: 'Hamlet' })
    const outcome = await ensureSuperuser(deps, { ...WANTED, password: PASSWORD })
    assert.deepEqual(outcome, { outcome: 'there', username: 'hamlet' })
    const known = await findAccountToLogIn(opened.db, 'hamlet')
    assert.deepEqual([known?.account.id, known?.account.role], [id, 'user'])
    assert.equal(known?.passwordHash, NO_HASH)
  })

  it('of several nodes that start at once lets one make it', async () => {
    const nodes = [1, 2, 3].map(() => ensureSuperuser(deps, { ...WANTED, password: undefined }))
    const outcomes = await Promise.all(nodes)
    const made = outcomes.filter(({ outcome }) => outcome === 'made')
    assert.equal(made.length, 1)
    assert.ok(made[0]?.outcome === 'made' && made[0].madePassword)
    assert.ok(await isPasswordOf('hamlet', made[0].madePassword))
  })

  it('fails when somebody else has its e-mail: there would be nobody to administer', async () => {
    await storeAccount(opened.db, { email: WANTED.email })
    const wanted = ensureSuperuser(deps, { ...WANTED, password: PASSWORD })
    await assert.rejects(wanted, (error) => {
      assert.ok(isDomainError(error, 'account-exists'))
      assert.deepEqual(error.facts, { fields: ['email'] })
      return true
    })
  })
})
