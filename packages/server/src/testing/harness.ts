import { fileURLToPath } from 'node:url'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pino from 'pino'
import { openService, type Parts } from '../compose.ts'
import { buildLog } from '../log.ts'
import type { PasswordCost } from '../security/passwords.ts'
import { type Environment, parseSettings } from '../settings.ts'
import type { OpenDatabase } from '../store/database.ts'
import { buildClock, type TestClock } from './clock.ts'
import { freshDatabase } from './databases.ts'

/** What tests say: 64 hexadecimal digits, not a secret of anybody's. */
export const TEST_SECRET = '1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90b'

/** The real service on a database of its own and a clock that stands. */
export interface TestService {
  readonly app: FastifyInstance
  readonly database: OpenDatabase
  readonly clock: TestClock
  /** Every line that was logged. */
  readonly log: readonly string[]
  readonly close: () => Promise<void>
}

/** The repository's own model; tests answer with the real one. */
const MODEL = fileURLToPath(new URL('../../../../models/default.hamlet', import.meta.url))

/** Hundreds of people register and log in, who have nothing to hide. */
const CHEAP: PasswordCost = { memoryCost: 64, timeCost: 1, parallelism: 1 }

/** Opens the service as `environment` wants it; texts are checked as in production, documents too. */
export async function openTestService(
  environment: Environment = {},
  opened?: OpenDatabase,
  how: Pick<Parts, 'passwordCost' | 'clientPatience'> = {},
): Promise<TestService> {
  const database = opened ?? (await freshDatabase())
  const clock = buildClock('2026-05-15T12:00:00Z')
  const log: string[] = []
  const settings = parseSettings({
    APP_ENV: 'test',
    JWT_SECRET: TEST_SECRET,
    MODEL_PATH: MODEL,
    LOG_LEVEL: 'trace',
    BURST_PER_SECOND: '1000000',
    ...environment,
  })
  const logger = buildLog(settings, { write: (line: string) => void log.push(line) })
  const parts = { db: database.db, log: logger, now: clock.now, passwordCost: CHEAP, ...how }
  const { app, close } = await openService(settings, parts)
  await app.ready()
  const closeBoth = async () => {
    await close()
    if (opened === undefined) await database.close()
  }
  return { app, database, clock, log, close: closeBoth }
}

/** A log that nobody reads. */
export const SILENT = pino({ level: 'silent' })

/** Documents of nobody: right check digits, numbered. */
export function cpfNumber(index: number): string {
  const digits = [...String(100_000_000 + index).slice(-9)].map(Number)
  for (const length of [9, 10]) {
    const sum = digits.reduce((total, digit, i) => total + digit * (length + 1 - i), 0)
    digits.push(((sum * 10) % 11) % 10)
  }
  return digits.join('')
}

let people = 0

/** Somebody new, as the body of a registration. */
export function newPerson(changes: object = {}) {
  people++
  return {
    email: `person${people}@example.com`,
    full_name: 'Ofelia Souza',
    username: `person${people}`,
    password: 'correct horse 7',
    document_number: cpfNumber(people),
    ...changes,
  }
}

/** Somebody who is registered and logged in. */
export interface Member {
  readonly id: string
  readonly username: string
  readonly email: string
  readonly password: string
  readonly access: string
  readonly refresh: string
  /** Headers that name the member. */
  readonly headers: Readonly<Record<string, string>>
}

/** Registers somebody and logs them in. */
export async function signUp(app: FastifyInstance, changes: object = {}): Promise<Member> {
  const person = newPerson(changes)
  const registered = await app.inject({ method: 'POST', url: '/users/register/', payload: person })
  if (registered.statusCode !== 201) throw new Error(`registering failed: ${registered.body}`)
  const { username, email, password } = person
  const tokens = await logIn(app, username, password)
  return { id: registered.json().id, username, email, password, ...tokens }
}

/** Logs somebody in with the OAuth2 form. */
export async function logIn(app: FastifyInstance, username: string, password: string) {
  const form = new URLSearchParams({ username, password }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const reply = await app.inject({ method: 'POST', url: '/login/', payload: form, headers })
  if (reply.statusCode !== 200) throw new Error(`logging in failed: ${reply.body}`)
  const { access_token: access, refresh_token: refresh } = reply.json()
  return { access, refresh, headers: { authorization: `Bearer ${access}` } }
}

/** Makes a member an administrator, as an operator would, and logs them in again. */
export async function promote({ app, database }: TestService, member: Member): Promise<Member> {
  await database.db
    .updateTable('account')
    .set({ role: 'admin' })
    .where('username', '=', member.username)
    .execute()
  return { ...member, ...(await logIn(app, member.username, member.password)) }
}

/** A request of this member. */
export function as(member: Pick<Member, 'headers'>, options: InjectOptions): InjectOptions {
  return { ...options, headers: { ...member.headers, ...options.headers } }
}
