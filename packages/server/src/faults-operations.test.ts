import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decodeModel, ModelFileError } from '@hamlet/classifier'
import pg from 'pg'
import { prepareService } from './compose.ts'
import { parseSettings } from './settings.ts'
import type { OpenDatabase } from './store/database.ts'
import { touchDatabase } from './store/health.ts'
import { openDatabase } from './store/open-database.ts'
import { freshDatabase, POSTGRES_SERVER, WITHOUT_POSTGRES } from './testing/databases.ts'
import { logIn, openTestService, SILENT, TEST_SECRET, type TestService } from './testing/harness.ts'
import { NoModelError } from './usecases/models.ts'

/* What the described system gets wrong, around running it: each test shows the opposite of a fault. */

let database: OpenDatabase
let service: TestService
let folder: string

before(async () => {
  database = await freshDatabase()
  service = await openTestService({}, database)
  folder = await mkdtemp(join(tmpdir(), 'hamlet-faults-'))
})
after(async () => {
  await service.close()
  await rm(folder, { recursive: true })
})

const MODEL = fileURLToPath(new URL('../../../models/default.hamlet', import.meta.url))

/** As nasty a password as a generator of passwords makes. */
const NASTY = 'p%40@s/w:o?r#d%zz &=+\'"\\é'

describe('faults of the described system: operations', () => {
  it('fault 9: /health_check is 503 within two seconds when the database hangs', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>()
    const holders = Array.from({ length: 4 }, () => database.db.transaction().execute(() => gate))
    const started = performance.now()
    const health = await service.app.inject({ url: '/health_check' })
    const taken = performance.now() - started
    release()
    await Promise.all(holders)
    assert.equal(health.statusCode, 503)
    assert.ok(taken < 2000, `it took ${taken} ms`)
    assert.equal((await service.app.inject({ url: '/health_check' })).statusCode, 200)
  })

  it('fault 11: the first superuser is made, once, and can administer', async () => {
    const nodes = ['first horse 1', 'first horse 1', 'first horse 1'].map(prepare)
    const outcomes = (await Promise.all(nodes)).map((made) => made?.outcome)
    assert.deepEqual(outcomes.sort(), ['made', 'there', 'there'])
    const { headers } = await logIn(service.app, 'root', 'first horse 1')
    assert.equal((await service.app.inject({ url: '/users/', headers })).statusCode, 200)
    assert.equal((await prepare('another horse 2'))?.outcome, 'there')
    await logIn(service.app, 'root', 'first horse 1')
    const [{ count }] = (await database.db
      .selectFrom('account')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('username', '=', 'root')
      .execute()) as [{ count: string }]
    assert.equal(Number(count), 1)
  })

  it('fault 16: a model file is data: what is crafted or flipped is refused, and nothing runs', async () => {
    const bytes = await readFile(MODEL)
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      const flipped = Uint8Array.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ 1
      assert.throws(() => decodeModel(flipped), ModelFileError, `byte ${at}`)
    }
    const pickle = Buffer.from("cos\nsystem\n(S'touch /tmp/ran'\ntR.")
    const script = Buffer.from('globalThis.ran = true')
    const reports = ['globalThis.ran = true', '{"__proto__": {"ran": true}}', '{"examples": 1}']
    const crafted = reports.map((report) => withReport(bytes, report))
    for (const file of [pickle, script, ...crafted]) {
      assert.throws(() => decodeModel(file), ModelFileError)
    }
    const report = bytes.toString('latin1', REPORT_AT, REPORT_AT + bytes.readUInt32LE(12))
    const bait = '{"__proto__": {"ran": true}, "toJSON": "globalThis.ran = true",'
    decodeModel(withReport(bytes, bait + report.slice(1)))
    assert.equal('ran' in globalThis, false)
  })

  it('fault 16: the service does not start on a damaged model file', async () => {
    const file = join(folder, 'damaged.hamlet')
    const bytes = await readFile(MODEL)
    bytes[500_000] = (bytes[500_000] ?? 0) ^ 1
    await writeFile(file, bytes)
    await assert.rejects(openTestService({ MODEL_PATH: file }, database), (error) => {
      assert.ok(error instanceof NoModelError && error.cause instanceof ModelFileError)
      return true
    })
  })

  for (const password of ['plain', 'p%40@/', NASTY]) {
    it(`fault 24: the password ${JSON.stringify(password)} reaches the database as it is`, async () => {
      const parts = { POSTGRES_USER: 'ham@let/%', POSTGRES_PASSWORD: password }
      assert.equal(await passwordSent((port) => ({ ...parts, ...serverAt(port) })), password)
      const quoted = encodeURIComponent(password)
      const url = (port: number) => `postgresql://hamlet:${quoted}@127.0.0.1:${port}/hamlet`
      assert.equal(await passwordSent((port) => ({ DATABASE_URL: url(port) })), password)
    })
  }

  it('fault 24: a role with such a name and password connects', {
    skip: WITHOUT_POSTGRES,
  }, async () => {
    const server = new URL(POSTGRES_SERVER ?? '')
    const admin = new pg.Client({ connectionString: server.href })
    await admin.connect()
    const role = `r%40@/:${process.pid}`
    const quoted = pg.escapeIdentifier(role)
    await admin.query(`create role ${quoted} login password ${pg.escapeLiteral(NASTY)}`)
    const environment = {
      ...serverAt(Number(server.port)),
      ...{ POSTGRES_USER: role, POSTGRES_PASSWORD: NASTY, POSTGRES_DB: 'postgres' },
    }
    const { db, close } = await openDatabase(parseSettings(environment).database, 'serving')
    try {
      await touchDatabase(db)
    } finally {
      await close()
      await admin.query(`drop role ${quoted}`)
      await admin.end()
    }
  })

  // The last one: there is no database after it.
  it('fault 9: /health_check is 503 once the database is gone, and 200 before', async () => {
    const { app } = service
    assert.equal((await app.inject({ url: '/health_check' })).statusCode, 200)
    await database.close()
    const health = await app.inject({ url: '/health_check' })
    assert.equal(health.statusCode, 503)
    assert.equal(health.json().status, 'failing')
    assert.equal(health.json().checks.database.status, 'unavailable')
    assert.equal((await app.inject({ url: '/readyz' })).statusCode, 503)
    assert.equal((await app.inject({ url: '/livez' })).statusCode, 200)
  })
})

/** What happens once before any process serves. */
function prepare(password: string) {
  const settings = parseSettings({
    APP_ENV: 'test',
    JWT_SECRET: TEST_SECRET,
    FIRST_SUPERUSER: 'root',
    FIRST_SUPERUSER_PASSWORD: password,
    FIRST_SUPERUSER_EMAIL: 'root@example.com',
  })
  const parts = { db: database.db, log: SILENT, now: service.clock.now }
  return prepareService(settings, parts, { migrates: false })
}

const REPORT_AT = 288

/** A model file with another report in it, all lengths and the digest being right. */
function withReport(bytes: Buffer, report: string): Uint8Array {
  const tables = bytes.subarray(REPORT_AT + bytes.readUInt32LE(12), -32)
  const length = Math.ceil(Buffer.byteLength(report) / 8) * 8
  const padded = Buffer.from(report.padEnd(length))
  const body = Buffer.concat([bytes.subarray(0, REPORT_AT), padded, tables])
  body.writeUInt32LE(body.length + 32, 8)
  body.writeUInt32LE(padded.length, 12)
  return Buffer.concat([body, createHash('sha256').update(body).digest()])
}

const serverAt = (port: number) => ({
  POSTGRES_SERVER: '127.0.0.1',
  POSTGRES_PORT: String(port),
})

/** `AuthenticationCleartextPassword`. Source: PostgreSQL, Message Formats. */
const ASK_PASSWORD = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3])

/** The password that a server is told that asks for it, and then hangs up. */
async function passwordSent(environmentAt: (port: number) => Record<string, string>) {
  let told: string | undefined
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(ASK_PASSWORD)
      socket.once('data', (message: Buffer) => {
        told = message.subarray(5, -1).toString()
        socket.destroy()
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { db, close } = await openDatabase(parseSettings(environmentAt(port)).database, 'serving')
  try {
    await assert.rejects(touchDatabase(db))
    return told
  } finally {
    await close()
    server.close()
  }
}
