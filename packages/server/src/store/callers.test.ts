import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { v7 as uuidv7 } from 'uuid'
import type { AccountId, KeyId, SessionId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { freshDatabase } from '../testing/databases.ts'
import { MADE_AT, storeAccount, storeSession } from '../testing/rows.ts'
import { updateAccount } from './accounts.ts'
import { type ApiKey, deleteApiKey, insertApiKey, listApiKeys } from './api-keys.ts'
import { findCallerOfKey, findCallerOfSession } from './callers.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { deleteSession } from './sessions.ts'

const NOW = new Date('2026-05-15T12:00:00Z')
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

async function storeKey(accountId: AccountId, key: string, changes: Partial<ApiKey> = {}) {
  const stored: ApiKey = {
    id: uuidv7() as KeyId,
    name: 'the form on our page',
    prefix: 'hk_abcdefgh',
    scopes: ['spam_ml', 'reports'],
    createdAt: MADE_AT,
    expiresAt: undefined,
    lastUsedAt: undefined,
    overQuota: 'refuse',
    ...changes,
  }
  const hashes = { hash: sha256(key), compatHash: sha256(`compat ${key}`) }
  await insertApiKey(db, accountId, stored, hashes)
  return stored
}

describe('findCallerOfSession', () => {
  it('names the account of a session, and nobody once the session has ended', async () => {
    const { id, username } = await storeAccount(db, { role: 'admin' })
    const { id: sessionId } = await storeSession(db, id, 's1', { scopes: ['spam_ml', 'admin'] })
    assert.deepEqual(await findCallerOfSession(db, sessionId, id), {
      ...{ accountId: id, username, role: 'admin', isDisabled: false, sessionId },
      ...{ scopes: ['spam_ml', 'admin'], overQuota: 'refuse', expiresAt: undefined },
    })
    await deleteSession(db, id, sessionId)
    assert.equal(await findCallerOfSession(db, sessionId, id), undefined)
  })

  it('does not give one account’s session to another, and finds no session that never was', async () => {
    const [one, other] = [await storeAccount(db), await storeAccount(db)]
    const { id } = await storeSession(db, one.id, 's2')
    assert.equal(await findCallerOfSession(db, id, other.id), undefined)
    assert.equal(await findCallerOfSession(db, uuidv7() as SessionId, one.id), undefined)
  })
})

describe('findCallerOfKey', () => {
  it('names the account of a key as it is now', async () => {
    const { id, username } = await storeAccount(db)
    await storeKey(id, 'k1', { expiresAt: later(1), overQuota: 'undecided' })
    await updateAccount(db, id, { isDisabled: true })
    const caller = {
      ...{ accountId: id, username, role: 'user', isDisabled: true, sessionId: undefined },
      ...{ scopes: ['spam_ml', 'reports'], overQuota: 'undecided', expiresAt: later(1) },
    }
    assert.deepEqual(await findCallerOfKey(db, 'key_hash', sha256('k1'), NOW), caller)
    const compat = sha256('compat k1')
    assert.deepEqual(await findCallerOfKey(db, 'compat_hash', compat, NOW), caller)
    assert.equal(await findCallerOfKey(db, 'key_hash', compat, NOW), undefined)
  })

  it('names nobody from the very moment a key expires, nor for a key that never was', async () => {
    const { id } = await storeAccount(db)
    await storeKey(id, 'k2', { expiresAt: NOW })
    assert.equal(await findCallerOfKey(db, 'key_hash', sha256('k2'), NOW), undefined)
    assert.ok(await findCallerOfKey(db, 'key_hash', sha256('k2'), later(-1)))
    assert.equal(await findCallerOfKey(db, 'key_hash', sha256('k3'), NOW), undefined)
  })

  it('notes once a minute that a key was used, and never an earlier time', async () => {
    const { id } = await storeAccount(db)
    await storeKey(id, 'k4')
    const useAt = async (moment: Date) => {
      await findCallerOfKey(db, 'key_hash', sha256('k4'), moment)
      return (await listApiKeys(db, id))[0]?.lastUsedAt
    }
    assert.deepEqual(await useAt(NOW), NOW)
    assert.deepEqual(await useAt(later(59_999)), NOW)
    assert.deepEqual(await useAt(later(60_000)), later(60_000))
    assert.deepEqual(await useAt(NOW), later(60_000))
  })
})

describe('API keys', () => {
  it('are listed oldest first, expired ones too, as they were stored', async () => {
    const [account, stranger] = [await storeAccount(db), await storeAccount(db)]
    const newer = await storeKey(account.id, 'a1', { createdAt: NOW, expiresAt: later(-1000) })
    const older = await storeKey(account.id, 'a2', { name: 'ção "x"', scopes: ['account'] })
    await storeKey(stranger.id, 'a3')
    assert.deepEqual(await listApiKeys(db, account.id), [older, newer])
  })

  it('are deleted by their own account only, and then name nobody', async () => {
    const [account, stranger] = [await storeAccount(db), await storeAccount(db)]
    const { id } = await storeKey(account.id, 'd1')
    assert.equal(await deleteApiKey(db, stranger.id, id), false)
    assert.ok(await findCallerOfKey(db, 'key_hash', sha256('d1'), NOW))
    assert.equal(await deleteApiKey(db, account.id, id), true)
    assert.equal(await deleteApiKey(db, account.id, id), false)
    assert.equal(await findCallerOfKey(db, 'key_hash', sha256('d1'), NOW), undefined)
  })
})
