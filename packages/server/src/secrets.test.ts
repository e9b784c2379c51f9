import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inspect } from 'node:util'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import type { OpenDatabase, RootDatabase } from './store/database.ts'
import { openPostgres } from './store/postgres.ts'
import { DATABASE_KIND, freshDatabase, freshPostgresDatabase } from './testing/databases.ts'
import {
  as,
  type Member,
  newPerson,
  openTestService,
  promote,
  signUp,
  type TestService,
} from './testing/harness.ts'
import { waysToSend } from './testing/ways-to-send.ts'

/** Values that are found nowhere by chance, by what they are. */
type Planted = Readonly<Record<string, string>>

const PLANTED = {
  password: 'planted-Passw0rd 7f3a+/=',
  text: 'planted message about turquoise elephants, 7f3a+/="',
  note: 'planted note on violet giraffes, 7f3a+/="',
  email: 'planted.person.7f3a@example.com',
  phone: '+55 11 98765-7373',
  document: '52998224725',
  dressedDocument: '529.982.247-25',
} as const satisfies Planted

const PERSON = newPerson({
  email: PLANTED.email,
  password: PLANTED.password,
  phone: PLANTED.phone,
  document_number: PLANTED.dressedDocument,
})

/** Which of the planted values a text holds, as they are or in another dress. */
function foundIn(text: string, planted: Planted): readonly string[] {
  const isHeld = (value: string) => formsOf(value).some((form) => text.includes(form))
  return Object.keys(planted).filter((name) => isHeld(planted[name] ?? ''))
}

function formsOf(value: string): readonly string[] {
  const inUrl = encodeURIComponent(value)
  const inJson = JSON.stringify(value).slice(1, -1)
  const inJsonTwice = JSON.stringify(inJson).slice(1, -1)
  const bytes = Buffer.from(value)
  const inBytes = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]
  return [value, inJson, inJsonTwice, inUrl, inUrl.replaceAll('%20', '+'), ...inBytes]
}

function assertLogIsClean({ log }: TestService, planted: Planted): void {
  for (const line of log) assert.deepEqual(foundIn(line, planted), [], line)
}

const wholeOf = ({ headers, body }: LightMyRequestResponse) => JSON.stringify(headers) + body

const call = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object | string,
): InjectOptions => ({ method, url, ...(payload !== undefined && { payload }) })

/** A database of its own that can go away while it is open. */
async function openDoomed() {
  if (DATABASE_KIND === 'embedded') {
    const opened = await freshDatabase()
    return { ...opened, goAway: opened.close }
  }
  const { settings, drop } = await freshPostgresDatabase()
  return { ...(await openPostgres(settings, 'serving')), goAway: drop }
}

let database: OpenDatabase & { readonly goAway: () => Promise<void> }

before(async () => {
  database = await openDoomed()
})
after(() => database.close())

describe('secrets and personal data', () => {
  it('are in no log line, and in the answers only where they belong', async () => {
    const service = await openTestService({}, database)
    const { app } = service
    const registered = await app.inject(call('POST', '/users/register/', PERSON))
    assert.deepEqual(foundIn(wholeOf(registered), PLANTED), ['email', 'phone', 'document'])
    const admin = await promote(service, await signUp(app))
    const given = await credentialsOf(service)
    const planted: Planted = { ...PLANTED, ...given }
    const bearer = { authorization: `Bearer ${given.access}` }
    const decided = await app.inject({ ...predicting, headers: bearer })
    const account = ['email', 'phone', 'document']
    const { id } = registered.json()
    const steps: readonly (readonly [InjectOptions, readonly string[]])[] = [
      [call('POST', '/login/test_token'), []],
      [call('GET', '/users/whoami'), account],
      [call('GET', `/users/${id}`), account],
      [call('PATCH', '/users/me', { phone: PLANTED.phone, email: PLANTED.email }), account],
      [call('PATCH', '/users/me', newPassword), account],
      [call('GET', '/users/me/keys'), []],
      [call('GET', '/users/me/sessions'), []],
      [predicting, ['text']],
      [call('POST', '/v1/classify', { text: PLANTED.text, reasons: 50 }), []],
      [call('POST', '/v1/classify/batch', { texts: [PLANTED.text] }), []],
      [call('GET', '/v1/decisions'), ['text']],
      [call('GET', `/v1/decisions/${decided.json().decision_id}`), ['text']],
      [call('GET', '/v1/usage'), []],
      [reporting, ['text', 'note']],
      [call('GET', '/v1/reports'), ['text', 'note']],
      [call('GET', '/users/me/export'), ['text', 'note', ...account]],
      [{ ...call('GET', '/users/?q=planted'), headers: admin.headers }, account],
      [{ ...call('GET', '/metrics'), headers: admin.headers }, []],
      [call('POST', '/logout', { refresh_token: given.refresh }), []],
      [{ ...call('DELETE', '/users/me', erasing), headers: { 'x-api-key': given.key } }, []],
    ]
    for (const [options, belonging] of steps) {
      const reply = await app.inject({ headers: bearer, ...options })
      const what = `${options.method} ${options.url}: ${reply.body}`
      assert.ok(reply.statusCode < 300, what)
      assert.deepEqual(foundIn(wholeOf(reply), planted), belonging, what)
    }
    assert.ok(service.log.length > steps.length)
    assertLogIsClean(service, planted)
    await service.close()
  })
})

const newPassword = { password: PLANTED.password, current_password: PLANTED.password }
const erasing = { password: PLANTED.password }
const reporting = call('POST', '/v1/reports', {
  text: PLANTED.text,
  label: 'spam',
  note: PLANTED.note,
})
const predicting = call('POST', '/predict_sentiment', { text_message: PLANTED.text })

/** One credential of each kind of the planted person; the answers hold what they give and no more. */
async function credentialsOf({ app }: TestService) {
  const { username, password } = PERSON
  const form = new URLSearchParams({ username, password }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const loggedIn = await app.inject({ ...call('POST', '/login/', form), headers })
  const first = loggedIn.json()
  const body = { refresh_token: first.refresh_token }
  const refreshed = await app.inject(call('POST', '/login/refresh', body))
  const { access_token: access, refresh_token: refresh } = refreshed.json()
  const bearer = { authorization: `Bearer ${access}` }
  const scopes = ['spam_ml', 'account']
  const making = call('POST', '/users/me/keys', { name: 'a key', scopes })
  const made = await app.inject({ ...making, headers: bearer })
  const { key, compat_key: compatKey } = made.json()
  const given = {
    ...{ access, refresh, key, compatKey },
    formerAccess: first.access_token,
    formerRefresh: first.refresh_token,
  }
  const planted = { ...PLANTED, ...given }
  assert.deepEqual(foundIn(wholeOf(loggedIn), planted), ['formerAccess', 'formerRefresh'])
  assert.deepEqual(foundIn(wholeOf(refreshed), planted), ['access', 'refresh'])
  assert.deepEqual(foundIn(wholeOf(made), planted), ['key', 'compatKey'])
  return given
}

describe('secrets in wrong places', () => {
  let service: TestService
  let sender: Member
  let planted: Planted

  before(async () => {
    service = await openTestService({}, database)
    sender = await promote(service, await signUp(service.app))
    const holder = await signUp(service.app)
    const making = call('POST', '/users/me/keys', { name: 'a key' })
    const { key, compat_key: compatKey } = (await service.app.inject(as(holder, making))).json()
    planted = { ...PLANTED, access: holder.access, refresh: holder.refresh, key, compatKey }
  })
  after(() => service.close())

  it('are in no log line and no answer, whatever route they are sent to', async () => {
    const { app } = service
    const routes = (await app.inject(call('GET', '/all_routes'))).json() as RouteEntry[]
    const everything = Object.values(planted).join(' ')
    const statuses = new Set<number>()
    const others = ['/no/such/route', '/docs/static', '/openapi.json']
    for (const path of others) routes.push({ method: 'GET', path })
    for (const { method, path } of routes) {
      for (const way of waysToSend(path, everything)) {
        const reply = await app.inject(as(sender, { method, ...way }))
        statuses.add(reply.statusCode)
        const what = `${method} ${JSON.stringify(way).slice(0, 300)}: ${wholeOf(reply)}`
        assert.deepEqual(foundIn(wholeOf(reply), planted), [], what)
        assert.ok(reply.statusCode < 500, what)
      }
    }
    for (const status of [200, 400, 401, 404, 415, 422])
      assert.ok(statuses.has(status), `${status}`)
    assert.ok(service.log.filter((line) => line.includes('"answered"')).length > 400)
    assertLogIsClean(service, planted)
  })

  it('would be found if they were logged', () => {
    for (const [name, value] of Object.entries(planted)) {
      for (const form of [value, encodeURIComponent(value), JSON.stringify({ deep: value })]) {
        service.app.log.info(`deliberately: ${form}`)
        assert.ok(foundIn(service.log.at(-1) ?? '', planted).includes(name), form)
      }
      assert.throws(() => assertLogIsClean(service, { [name]: value }))
    }
  })
})

interface RouteEntry {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
}

describe('secrets in requests that fail here', () => {
  it('are in no log line and no answer when a statement fails, though the driver tells them', async () => {
    const service = await openTestService({}, database)
    const member = await signUp(service.app)
    const { db } = database
    await forbid(db, 'account', 'phone')
    await forbid(db, 'decision', 'text')
    await forbid(db, 'report', 'note')
    const changing = db.updateTable('account').set({ phone: PLANTED.phone }).execute()
    const told = inspect(await changing.catch((error: unknown) => error), { depth: 5 })
    assert.ok(foundIn(told, PLANTED).includes('phone'), told)
    const requests = [
      call('POST', '/users/register/', PERSON),
      call('PATCH', '/users/me', { phone: PLANTED.phone, email: PLANTED.email }),
      ...[predicting, reporting],
      call('POST', '/v1/classify/batch', { texts: [PLANTED.text] }),
    ]
    for (const request of requests) {
      const reply = await service.app.inject(as(member, request))
      assert.equal(reply.statusCode, 500, reply.body)
      assert.deepEqual(foundIn(wholeOf(reply), PLANTED), [])
    }
    const failures = service.log.filter((line) => line.includes('"request failed"'))
    assert.equal(failures.length, requests.length)
    assert.ok(failures.every((line) => JSON.parse(line).err.code === '23514'))
    assertLogIsClean(service, PLANTED)
    await sql`alter table account drop constraint planted`.execute(db)
    await service.close()
  })

  // The last one: there is no database after it.
  it('are in no log line and no answer when the database is gone', async () => {
    const service = await openTestService({}, database)
    const member = await signUp(service.app)
    const planted = { ...PLANTED, access: member.access, refresh: member.refresh }
    await database.goAway()
    const requests = [
      call('POST', '/users/register/', PERSON),
      call('POST', '/login/', { username: PERSON.username, password: PERSON.password }),
      call('POST', '/login/refresh', { refresh_token: member.refresh }),
      call('POST', '/logout', { refresh_token: member.refresh }),
      call('PATCH', '/users/me', newPassword),
      ...[predicting, reporting],
      call('POST', '/v1/classify', { text: PLANTED.text }),
    ]
    for (const request of requests) {
      const reply = await service.app.inject(as(member, request))
      assert.equal(reply.statusCode, database.kind === 'postgres' ? 503 : 500, reply.body)
      assert.deepEqual(foundIn(wholeOf(reply), planted), [])
    }
    assert.ok(service.log.some((line) => line.includes('"request failed"')))
    await service.close()
    assertLogIsClean(service, planted)
  })
})

/** Lets every statement fail that writes this column. */
async function forbid(db: RootDatabase, table: string, column: string): Promise<void> {
  const check = `constraint planted check (${column} is null) not valid`
  await sql.raw(`alter table ${table} add ${check}`).execute(db)
}
