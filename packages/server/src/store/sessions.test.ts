import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Seconds, SessionId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newAccount, storeAccount, storeSession } from '../testing/rows.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import {
  deleteOtherSessions,
  deleteSession,
  expiryFrom,
  findSessionOfToken,
  isRefreshTokenFresh,
  listSessions,
  lockRefreshToken,
  rotateRefreshToken,
} from './sessions.ts'

const NOW = new Date('2026-05-15T12:00:00Z')

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

const at = (text: string) => new Date(text)
const lock = (token: string, now = NOW) =>
  db.transaction().execute((tx) => lockRefreshToken(tx, sha256(token), now))
const rotate = (id: SessionId, token: string, child: string, lastUsedAt = NOW) =>
  db.transaction().execute((tx) => {
    const hashes = { hash: sha256(token), childHash: sha256(child), nonce: sha256('nonce') }
    const life = { id, lastUsedAt, expiresAt: expiryFrom(lastUsedAt, 86_400 as Seconds) }
    return rotateRefreshToken(tx, hashes, life)
  })

describe('a refresh token', () => {
  it('is found with its session, as it was stored', async () => {
    const account = await storeAccount(db)
    const session = await storeSession(db, account.id, 'token 1', { userAgent: 'curl/8 "x"' })
    assert.deepEqual(await lock('token 1'), { session, rotated: undefined })
    assert.deepEqual(await findSessionOfToken(db, sha256('token 1')), {
      ...{ id: session.id, accountId: account.id },
    })
    assert.equal(await isRefreshTokenFresh(db, sha256('token 1')), true)
  })

  it('that nobody has is undefined, and not fresh', async () => {
    assert.equal(await lock('nobody’s token'), undefined)
    assert.equal(await findSessionOfToken(db, sha256('nobody’s token')), undefined)
    assert.equal(await isRefreshTokenFresh(db, sha256('nobody’s token')), false)
  })

  it('is dead from the very moment its session expires', async () => {
    const { id } = await storeAccount(db)
    await storeSession(db, id, 'token 2', { expiresAt: NOW })
    assert.equal(await lock('token 2'), undefined)
    assert.ok(await lock('token 2', new Date(NOW.getTime() - 1)))
  })

  it('that was exchanged says when and with which nonce, and its session lives anew', async () => {
    const account = await storeAccount(db)
    const { id } = await storeSession(db, account.id, 'parent')
    await rotate(id, 'parent', 'child')
    const parent = await lock('parent')
    assert.deepEqual(parent?.rotated?.at, NOW)
    assert.deepEqual(Buffer.from(parent?.rotated?.childNonce ?? []), sha256('nonce'))
    assert.deepEqual(parent?.session.lastUsedAt, NOW)
    assert.deepEqual(parent?.session.expiresAt, at('2026-05-16T12:00:00Z'))
    assert.equal(await isRefreshTokenFresh(db, sha256('parent')), false)
    assert.equal(await isRefreshTokenFresh(db, sha256('child')), true)
    assert.equal((await lock('child'))?.session.id, id)
  })

  it('that two show at once is exchanged by one, and the other sees it done', async () => {
    const account = await storeAccount(db)
    const { id } = await storeSession(db, account.id, 'shown twice')
    const hash = sha256('shown twice')
    const exchange = (child: string) =>
      db.transaction().execute(async (tx) => {
        const state = await lockRefreshToken(tx, hash, NOW)
        if (state?.rotated) return 'again'
        const life = { id, lastUsedAt: NOW, expiresAt: at('2026-06-01T00:00:00Z') }
        await rotateRefreshToken(tx, { hash, childHash: sha256(child), nonce: sha256('n') }, life)
        return 'exchanged'
      })
    const outcomes = await Promise.all(['one child', 'other child'].map(exchange))
    assert.deepEqual(outcomes.sort(), ['again', 'exchanged'])
  })
})

describe('listSessions', () => {
  it('gives an account’s live sessions, the last used one first', async () => {
    const [account, stranger] = [await storeAccount(db), await storeAccount(db)]
    const used = (time: string) => ({ lastUsedAt: at(time) })
    const old = await storeSession(db, account.id, 'l1', used('2026-05-02T00:00:00Z'))
    const recent = await storeSession(db, account.id, 'l2', used('2026-05-14T00:00:00Z'))
    await storeSession(db, account.id, 'l3', { expiresAt: NOW })
    await storeSession(db, stranger.id, 'l4')
    assert.deepEqual(await listSessions(db, account.id, NOW), [recent, old])
    assert.deepEqual(await listSessions(db, newAccount().id, NOW), [])
  })
})

describe('ending sessions', () => {
  it('ends one’s own, its tokens with it, and says whether there was one', async () => {
    const [account, stranger] = [await storeAccount(db), await storeAccount(db)]
    const { id } = await storeSession(db, account.id, 'e1')
    await rotate(id, 'e1', 'e1 child')
    assert.equal(await deleteSession(db, stranger.id, id), false)
    assert.ok(await lock('e1 child'))
    assert.equal(await deleteSession(db, account.id, id), true)
    assert.equal(await deleteSession(db, account.id, id), false)
    for (const token of ['e1', 'e1 child']) assert.equal(await lock(token), undefined)
  })

  it('ends all but one, or all, of one account', async () => {
    const [account, stranger] = [await storeAccount(db), await storeAccount(db)]
    const kept = await storeSession(db, account.id, 'o1')
    await storeSession(db, account.id, 'o2')
    await storeSession(db, account.id, 'o3')
    const other = await storeSession(db, stranger.id, 'o4')
    await deleteOtherSessions(db, account.id, kept.id)
    assert.deepEqual(await listSessions(db, account.id, NOW), [kept])
    await deleteOtherSessions(db, account.id, undefined)
    assert.deepEqual(await listSessions(db, account.id, NOW), [])
    assert.deepEqual(await listSessions(db, stranger.id, NOW), [other])
  })
})
