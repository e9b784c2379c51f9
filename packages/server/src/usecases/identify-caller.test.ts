import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Account, Caller, OverQuota } from '../domain/account.ts'
import { isDomainError } from '../domain/errors.ts'
import type { Seconds } from '../domain/units.ts'
import { buildAccessTokens } from '../security/access-tokens.ts'
import { buildCallerCache } from '../security/caller-cache.ts'
import { sha256 } from '../security/digest.ts'
import { Secret } from '../security/secret.ts'
import { updateAccount } from '../store/accounts.ts'
import type { OpenDatabase } from '../store/database.ts'
import { buildClock } from '../testing/clock.ts'
import { freshDatabase } from '../testing/databases.ts'
import { TEST_SECRET } from '../testing/harness.ts'
import { storeAccount, storeSession } from '../testing/rows.ts'
import { type IdentifyDeps, identifyCaller, identifyCallerOfKey } from './identify-caller.ts'
import { type MadeKey, makeKey, revokeKey } from './manage-keys.ts'

const NOON = '2026-05-15T12:00:00.000Z'

let opened: OpenDatabase
let deps: IdentifyDeps
let account: Account
let owner: Caller

const clock = buildClock(NOON)
const tokens = buildAccessTokens(new Secret(TEST_SECRET), [], 3600 as Seconds)

before(async () => {
  opened = await freshDatabase()
})
beforeEach(async () => {
  clock.set(NOON)
  deps = { db: opened.db, now: clock.now, tokens, callers: buildCallerCache() }
  account = await storeAccount(opened.db)
  const { id: accountId, username, role } = account
  const granted = { scopes: ['spam_ml', 'reports', 'account'], sessionId: undefined } as const
  owner = { accountId, username, role, ...granted, overQuota: 'refuse' }
})
after(() => opened.close())

const make = (expiresAt?: Date, overQuota: OverQuota = 'refuse'): Promise<MadeKey> =>
  makeKey(deps, owner, { name: 'robot', scopes: undefined, expiresAt, overQuota })

const assertNobody = async (naming: () => Caller | Promise<Caller>, what?: string) =>
  assert.rejects(
    async () => naming(),
    (error) => isDomainError(error, 'invalid-token'),
    what,
  )

describe('identifyCallerOfKey', () => {
  it('names the caller of a key by either of its forms, whatever the case of the compat key', async () => {
    const { key, compatKey } = await make(undefined, 'undecided')
    const { accountId, username, role } = owner
    const caller = {
      ...{ accountId, username, role, sessionId: undefined, overQuota: 'undecided' },
      scopes: ['spam_ml', 'reports'],
    }
    for (const form of [key, compatKey, compatKey.toUpperCase()]) {
      deps.callers.clear()
      assert.deepEqual(await identifyCallerOfKey(deps, form), caller)
      assert.deepEqual(identifyCallerOfKey(deps, form), caller, 'the second time at once')
    }
    assert.deepEqual(identifyCallerOfKey(deps, compatKey), caller, 'in one place of the cache')
  })

  it('names nobody without a key, nor for what is none', async () => {
    const { key, compatKey } = await make()
    const bad = [undefined, '', ' ', compatKey.slice(1), `${compatKey}0`, `compat ${compatKey}`]
    const nobodys = ['0'.repeat(32), key.toUpperCase(), `hk_${compatKey}`]
    for (const text of [...bad, ...nobodys, hex(sha256(compatKey))]) {
      await assertNobody(() => identifyCallerOfKey(deps, text), text)
    }
  })

  it('names nobody for an access token', async () => {
    const { id: sessionId } = await storeSession(opened.db, account.id, 'a token')
    const { accountId, scopes } = owner
    const token = await tokens.seal({ accountId, sessionId, scopes }, clock.now())
    assert.equal((await identifyCaller(deps, token)).accountId, accountId)
    await assertNobody(() => identifyCallerOfKey(deps, token))
  })

  it('names nobody once the key is revoked, though it was cached', async () => {
    const [lost, kept] = [await make(), await make()]
    for (const form of [lost.key, lost.compatKey, kept.compatKey]) {
      await identifyCallerOfKey(deps, form)
    }
    await revokeKey(deps, owner, lost.id)
    for (const form of [lost.key, lost.compatKey]) {
      await assertNobody(() => identifyCallerOfKey(deps, form))
    }
    assert.equal((await identifyCallerOfKey(deps, kept.compatKey)).accountId, account.id)
  })

  it('names nobody from the moment the key expires', async () => {
    const expiresAt = new Date('2026-05-15T13:00:00Z')
    const { key, compatKey } = await make(expiresAt)
    clock.set('2026-05-15T12:59:59.999Z')
    for (const form of [key, compatKey]) await identifyCallerOfKey(deps, form)
    deps.callers.clear()
    clock.set(expiresAt)
    for (const form of [key, compatKey]) {
      await assertNobody(() => identifyCallerOfKey(deps, form))
    }
  })

  it('refuses a disabled account by either form', async () => {
    const { key, compatKey } = await make()
    await updateAccount(opened.db, account.id, { isDisabled: true })
    for (const form of [key, compatKey]) {
      const naming = async () => identifyCallerOfKey(deps, form)
      await assert.rejects(naming, (error) => isDomainError(error, 'account-disabled'))
    }
  })
})

describe('identifyCaller', () => {
  it('believes no compat key, in no dress, also while its caller is cached', async () => {
    const { compatKey } = await make()
    await assertNobody(() => identifyCaller(deps, compatKey), 'before it was used')
    await identifyCallerOfKey(deps, compatKey)
    assert.ok(!(identifyCallerOfKey(deps, compatKey) instanceof Promise), 'it is cached')
    for (const before of ['', ' ', 'compat', 'compat ', 'COMPAT ', 'hk_', 'compat hk_', '\n']) {
      for (const form of [compatKey, compatKey.toUpperCase()]) {
        for (const after of ['', ' ', '\n']) {
          const text = before + form + after
          await assertNobody(() => identifyCaller(deps, text), text)
        }
      }
    }
  })

  it('believes no compat key while it is being looked up', async () => {
    const { compatKey } = await make()
    const named = identifyCallerOfKey(deps, compatKey)
    assert.ok(named instanceof Promise)
    for (const text of [compatKey, `compat ${compatKey}`]) {
      await assertNobody(() => identifyCaller(deps, text), text)
    }
    assert.equal((await named).accountId, account.id)
  })
})

describe('a stored key', () => {
  it('is kept as hashes only: neither form is in its row', async () => {
    const { id, key, compatKey } = await make()
    const { rows } = await sql<{ readonly row: string }>`
      select to_jsonb(api_key)::text as row from api_key where id = ${id}`.execute(opened.db)
    const row = rows[0]?.row ?? ''
    assert.ok(row.includes(hex(sha256(key))) && row.includes(hex(sha256(compatKey))))
    for (const form of [key, compatKey, hex(Buffer.from(compatKey)), hex(Buffer.from(key))]) {
      assert.ok(!row.includes(form))
    }
  })

  it('of the version before has no compat key, and is none the worse', async () => {
    const { id, key, compatKey } = await make()
    await sql`update api_key set compat_hash = null where id = ${id}`.execute(opened.db)
    await assertNobody(() => identifyCallerOfKey(deps, compatKey))
    assert.equal((await identifyCallerOfKey(deps, key)).accountId, account.id)
  })
})

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
