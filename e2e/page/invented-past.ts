import { fileURLToPath } from 'node:url'
import { readDataset } from '../../packages/server/src/store/dataset.ts'
import { cpfNumber } from '../../packages/server/src/testing/harness.ts'
import { call, logIn } from '../client.ts'
import type { PastService } from './past-service.ts'

/** Who runs the server, and whom screens are shown as. */
export const ADMIN = { username: 'gertrude', password: 'to be or not 2 be' } as const
export const USER = { username: 'ofelia', password: 'correct horse 7' } as const

/** When the first of them came, and when somebody looks: a Friday late in the month. */
export const FIRST_DAY = '2026-05-28T09:00:00Z'
export const NOW = '2026-11-27T15:40:30Z'

const SAMPLE = fileURLToPath(new URL('../../datasets/sample.csv', import.meta.url))
const DAY_MS = 86_400_000

/** Somebody who is invented, and what their programs ask. */
interface Cast {
  readonly username: string
  readonly name: string
  /** On this day they register. */
  readonly since: string
  /** Texts on a plain working day, half a year after the first one. */
  readonly daily: number
  /** Units in a month; `null` for no limit, left out for the default. */
  readonly limit?: number | null
}

const CAST: readonly Cast[] = [
  { username: USER.username, name: 'Ofelia Souza', since: '2026-05-30', daily: 170, limit: 5000 },
  { username: 'horatio', name: 'Horatio Lima', since: '2026-06-02', daily: 60, limit: 2000 },
  { username: 'laertes', name: 'Laertes Prado', since: '2026-07-14', daily: 26 },
  {
    username: 'wittenberg',
    name: 'Wittenberg Books',
    since: '2026-08-03',
    daily: 240,
    limit: null,
  },
  { username: 'yorick', name: 'Yorick Alves', since: '2026-08-21', daily: 2 },
  {
    username: 'fortinbras',
    name: 'Fortinbras Moto Taxi',
    since: '2026-09-09',
    daily: 90,
    limit: 2500,
  },
  { username: 'players', name: 'The Players Theatre', since: '2026-10-05', daily: 11 },
  { username: 'osric', name: 'Osric Reis', since: '2026-10-19', daily: 0 },
  { username: 'marcellus', name: 'Marcellus Dias', since: '2026-11-16', daily: 5 },
]

/** One of the cast, once registered. */
interface Member extends Cast {
  readonly id: string
  readonly key: string
}

/**
 * Half a year of people, and the last hour minute by minute, all through the API: they register,
 * make keys, and send texts of the sample, which are judged as any. Nothing is random.
 */
export async function inventPast(service: PastService): Promise<void> {
  const { clock, url } = service
  const token = await logIn(url, ADMIN.username, ADMIN.password)
  await done(url, '/users/me', { method: 'PATCH', token, json: { full_name: 'Gertrude Reis' } })
  const nextText = await openTexts()
  const members: Member[] = []
  const lastDay = Date.parse(NOW.slice(0, 10))
  for (let day = Date.parse(FIRST_DAY.slice(0, 10)); day < lastDay; day += DAY_MS) {
    clock.set(new Date(day + 12 * 3_600_000))
    const date = new Date(day).toISOString().slice(0, 10)
    for (const one of CAST.filter(({ since }) => since === date)) {
      members.push(await register(url, one))
    }
    for (const { key, daily } of members) await sendDay(url, key, textsOf(day, daily, nextText))
  }
  const osric = members.find(({ username }) => username === 'osric')
  await change(url, osric?.id, { disabled: true })
  await liveLastHour(service, members, nextText)
  clock.set(NOW)
}

async function register(url: string, one: Cast): Promise<Member> {
  const { username, name, since, limit } = one
  const { password } = USER
  const document_number = cpfNumber(Date.parse(since) / DAY_MS)
  const json = { username, password, full_name: name, email: `${username}@example.com` }
  const { id } = await done<{ id: string }>(url, '/users/register/', {
    json: { ...json, document_number },
  })
  if (limit !== undefined) await change(url, id, { monthly_limit: limit })
  const token = await logIn(url, username, password)
  const named = { name: 'contact form', scopes: ['spam_ml'] }
  const { key } = await done<{ key: string }>(url, '/users/me/keys', { token, json: named })
  return { ...one, id, key }
}

/** Changes an account as the administrator, whose token would be too old by now. */
async function change(url: string, id: string | undefined, json: object): Promise<void> {
  const token = await logIn(url, ADMIN.username, ADMIN.password)
  await done(url, `/users/${id}`, { method: 'PATCH', token, json })
}

type Label = 'ham' | 'spam'
type NextText = (label: Label) => string

/** Gives the texts of the sample one after the other, by label, and from the start again. */
async function openTexts(): Promise<NextText> {
  const examples = await readDataset(SAMPLE)
  const texts = Map.groupBy(examples, ({ label }) => label)
  const at = { ham: 0, spam: 0 }
  return (label) => {
    const some = texts.get(label) ?? []
    return some[at[label]++ % some.length]?.text ?? ''
  }
}

/** What somebody sends on a day: less at weekends and long ago, and now and then a wave of spam. */
function textsOf(day: number, daily: number, nextText: NextText): readonly string[] {
  const number = day / DAY_MS
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
  const age = (Date.parse(NOW) - day) / DAY_MS
  const weather = 0.8 + 0.4 * ((number * 0.618034) % 1)
  const usual = daily * (isWeekend ? 0.35 : 1) * (1 - age / 300) * weather
  const wave = Math.max(0, 1 - Math.abs((number % 37) - 18) / 3)
  const texts = (label: Label, count: number) =>
    Array.from({ length: Math.round(count) }, () => nextText(label))
  return [...texts('ham', usual * 0.78), ...texts('spam', usual * (0.22 + 0.7 * wave))]
}

async function sendDay(url: string, key: string, texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return
  const sent = { token: key, json: { texts } }
  const { status, body } = await call(url, '/v1/classify/batch', sent)
  // Who has used up the month is refused, as in life.
  if (status !== 200 && status !== 429) throw new Error(`batch: ${status} ${JSON.stringify(body)}`)
}

/** One text at a time, several at once; one caller is disabled, one past the limit, some texts are empty. */
async function liveLastHour(
  { url, clock }: PastService,
  members: readonly Member[],
  nextText: NextText,
): Promise<void> {
  const busiest = members.find(({ limit }) => limit === null)
  for (let minute = 60; minute > 0; minute--) {
    clock.set(new Date(Date.parse(NOW) - minute * 60_000))
    const busy = 42 + 16 * Math.sin(minute / 9) + ((minute * 7) % 11) + (minute === 22 ? 45 : 0)
    const asked = Array.from({ length: Math.round(busy) }, (_, i) => {
      const one = i % 4 === 0 ? members[(i / 4 + minute) % members.length] : busiest
      const text = (i + minute) % 41 === 0 ? ' ' : nextText(i % 5 === 0 ? 'spam' : 'ham')
      return call(url, '/v1/classify', { token: one?.key ?? '', json: { text } })
    })
    await Promise.all(asked)
  }
}

/** Asks what must succeed. @throws {Error} It does not. */
async function done<Body>(
  url: string,
  path: string,
  how: Parameters<typeof call>[2],
): Promise<Body> {
  const { status, body } = await call<Body>(url, path, how)
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
