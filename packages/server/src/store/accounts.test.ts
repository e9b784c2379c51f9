import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Account } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import { DATABASE_KIND, freshDatabase } from '../testing/databases.ts'
import { NO_HASH, newAccount, ownLimit, storeAccount, storeSession } from '../testing/rows.ts'
import {
  deleteAccount,
  findAccount,
  findAccountToLogIn,
  findAccountWithPassword,
  insertAccount,
  listAccounts,
  lockAdmins,
  updateAccount,
} from './accounts.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

const insert = (account: Account) => insertAccount(db, { account, passwordHash: NO_HASH })

const isTaken = (fields: readonly string[]) => (error: unknown) => {
  assert.ok(error instanceof DomainError && error.code === 'account-exists')
  assert.deepEqual(error.facts, { fields })
  return true
}

describe('insertAccount', () => {
  it('stores every field, and gives it back', async () => {
    const full = newAccount({
      ...{ email: 'Maria.José@Example.com', fullName: 'Maria José da Silva', username: 'Maria.J' },
      ...{ documentNumber: '12ABC34501DE35', phone: '+55 11 91234-5678', role: 'admin' },
      ...{ monthlyLimit: ownLimit(0), isDisabled: true },
    })
    await insert(full)
    assert.deepEqual(await findAccount(db, full.id), full)
    const bare = await storeAccount(db, { monthlyLimit: { kind: 'none' } })
    assert.deepEqual(await findAccountWithPassword(db, bare.id), {
      ...{ account: bare, passwordHash: NO_HASH },
    })
  })

  it('names every field that is taken, and no other', async () => {
    const one = await storeAccount(db, { documentNumber: '52998224725' })
    const other = await storeAccount(db)
    const { email, username, documentNumber } = one
    for (const [changes, fields] of [
      [{ email }, ['email']],
      [{ username }, ['username']],
      [{ documentNumber }, ['document_number']],
      [{ email, documentNumber }, ['email', 'document_number']],
      [{ email: other.email, username }, ['email', 'username']],
      [{ email, username, documentNumber }, ['email', 'username', 'document_number']],
    ] as const) {
      await assert.rejects(insert(newAccount(changes)), isTaken(fields))
    }
  })

  it('takes names that differ in case or in how an accent is written as the same', async () => {
    await storeAccount(db, { email: 'josé@example.com', username: 'Ofelia' })
    const again = newAccount({ email: 'JOSE\u0301@EXAMPLE.COM', username: 'oFELIA' })
    await assert.rejects(insert(again), isTaken(['email', 'username']))
  })

  it('lets several accounts go without a document', async () => {
    await storeAccount(db, { documentNumber: undefined })
    await storeAccount(db, { documentNumber: undefined })
  })

  it('of two that want the same name at once lets one in', async () => {
    const username = 'wanted-by-two'
    const both = [newAccount({ username }), newAccount({ username })]
    const outcomes = await Promise.allSettled(both.map(insert))
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  })
})

describe('findAccountToLogIn', () => {
  it('finds by username or by e-mail, in any case, and by nothing else', async () => {
    const { id } = await storeAccount(db, { username: 'Gertrude', email: 'Queen@Elsinore.example' })
    for (const name of ['Gertrude', 'gertrude', 'GERTRUDE', 'queen@elsinore.EXAMPLE']) {
      assert.equal((await findAccountToLogIn(db, name))?.account.id, id)
    }
    for (const name of ['Gertrud', 'gertrude%', 'queen@elsinore', id, '']) {
      assert.equal(await findAccountToLogIn(db, name), undefined)
    }
  })
})

describe('listAccounts', () => {
  const search = async (query: string) => {
    const { items, total } = await listAccounts(db, { skip: 0, limit: 50, query })
    assert.equal(total, items.length)
    return items.map(({ username }) => username).sort()
  }

  it('finds what is in a username, an e-mail or a name, in any case', async () => {
    await storeAccount(db, { username: 'yorick-one' })
    await storeAccount(db, { username: 'poor-1', email: 'alas.YORICK@example.com' })
    await storeAccount(db, { username: 'poor-2', fullName: 'Poor Yorick' })
    assert.deepEqual(await search('Yorick'), ['poor-1', 'poor-2', 'yorick-one'])
  })

  it('finds a name in any case with accents, however they are written, and a new one once changed', async () => {
    const { id } = await storeAccount(db, { username: 'acute', fullName: 'JOSE\u0301 DE ALENÇAR' })
    assert.deepEqual(await search('josé de alenç'), ['acute'])
    await updateAccount(db, id, { fullName: 'ÂNGELA Pinheiro' })
    assert.deepEqual(await search('Ângela PIN'), ['acute'])
    assert.deepEqual(await search('josé de alenç'), [])
  })

  it('takes the signs of LIKE as they are', async () => {
    await storeAccount(db, { username: 'sign-percent', fullName: '100% Pure' })
    await storeAccount(db, { username: 'sign-underscore', fullName: 'snake_case Person' })
    await storeAccount(db, { username: 'sign-backslash', fullName: 'back\\slash Person' })
    assert.deepEqual(await search('100%'), ['sign-percent'])
    assert.deepEqual(await search('0%p'), [])
    assert.deepEqual(await search('snake_'), ['sign-underscore'])
    assert.deepEqual(await search('snak__case'), [])
    assert.deepEqual(await search('back\\s'), ['sign-backslash'])
    assert.deepEqual(await search("'; drop table account; --"), [])
  })

  it('gives pages, oldest first, and the number of all', async () => {
    const names = ['page-a', 'page-b', 'page-c', 'page-d']
    for (const [i, username] of names.entries()) {
      const createdAt = new Date(Date.UTC(2020, 0, 4 - i))
      await storeAccount(db, { username, createdAt, fullName: 'Page Turner' })
    }
    const page = await listAccounts(db, { skip: 1, limit: 2, query: 'page turner' })
    assert.equal(page.total, 4)
    assert.deepEqual(
      page.items.map(({ username }) => username),
      ['page-c', 'page-b'],
    )
  })
})

describe('updateAccount', () => {
  it('changes what is named, and leaves the rest', async () => {
    const account = await storeAccount(db, { phone: '1', monthlyLimit: ownLimit(7) })
    const changes = { fullName: 'New Name', isDisabled: true } as const
    assert.deepEqual(await updateAccount(db, account.id, changes), { ...account, ...changes })
    assert.deepEqual(await updateAccount(db, account.id, {}), { ...account, ...changes })
    const limits = { phone: '', monthlyLimit: { kind: 'none' }, role: 'admin' } as const
    assert.deepEqual(await updateAccount(db, account.id, limits), {
      ...{ ...account, ...changes, ...limits, phone: undefined },
    })
  })

  it('refuses an e-mail that somebody else has, in any case, and not one’s own', async () => {
    const [one, other] = [await storeAccount(db), await storeAccount(db)]
    const taken = updateAccount(db, one.id, { email: other.email.toUpperCase() })
    await assert.rejects(taken, isTaken(['email']))
    const own = one.email.toUpperCase()
    assert.equal((await updateAccount(db, one.id, { email: own }))?.email, own)
  })

  it('of an account that is not there is undefined', async () => {
    const { id } = newAccount()
    assert.equal(await updateAccount(db, id, { fullName: 'No Body' }), undefined)
    assert.equal(await updateAccount(db, id, {}), undefined)
  })
})

describe('deleteAccount', () => {
  it('takes along everything that is stored about it, and nothing of anybody else', async () => {
    const [gone, stays] = [await storeAccount(db), await storeAccount(db)]
    await storeSession(db, gone.id, 'a token of one')
    await storeSession(db, stays.id, 'a token of another')
    await deleteAccount(db, gone.id)
    assert.equal(await findAccount(db, gone.id), undefined)
    const left = await db.selectFrom('session').select('account_id').execute()
    assert.deepEqual(
      left.map((row) => row.account_id),
      [stays.id],
    )
  })
})

describe('lockAdmins', () => {
  const disable = (id: Account['id']) =>
    db.transaction().execute(async (tx) => {
      const admins = await lockAdmins(tx)
      if (admins.length > 1) await updateAccount(tx, id, { isDisabled: true })
    })

  it('names the administrators who can log in, and no one else', async () => {
    await db.updateTable('account').set({ role: 'user' }).execute()
    const admins = [
      await storeAccount(db, { role: 'admin' }),
      await storeAccount(db, { role: 'admin' }),
    ]
    await storeAccount(db, { role: 'admin', isDisabled: true })
    await storeAccount(db)
    const locked = await db.transaction().execute(lockAdmins)
    assert.deepEqual(locked, admins.map(({ id }) => id).sort())
  })

  it('lets no two changes at once take the last administrators away', async () => {
    for (let round = 0; round < (DATABASE_KIND === 'postgres' ? 10 : 2); round++) {
      await db.updateTable('account').set({ role: 'user' }).execute()
      const one = await storeAccount(db, { role: 'admin' })
      const other = await storeAccount(db, { role: 'admin' })
      await Promise.all([disable(one.id), disable(other.id)])
      assert.equal((await db.transaction().execute(lockAdmins)).length, 1)
    }
  })
})
