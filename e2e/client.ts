import { randomBytes, randomInt } from 'node:crypto'

/** An answer, read to its end. */
export interface Answer<Body> {
  readonly status: number
  readonly type: string
  readonly body: Body
}

/** What is sent beside the path. */
export interface Call {
  readonly method?: string
  readonly token?: string
  readonly json?: object
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds after which no answer is a fault; a minute when left out. */
  readonly within?: number
}

/** Asks a server something and reads the answer as JSON; what is not JSON stays text. */
export async function call<Body = unknown>(
  url: string,
  path: string,
  { method, token, json, headers, within = 60_000 }: Call = {},
): Promise<Answer<Body>> {
  const reply = await fetch(`${url}${path}`, {
    method: method ?? (json ? 'POST' : 'GET'),
    headers: {
      ...(json && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(json && { body: JSON.stringify(json) }),
    signal: AbortSignal.timeout(within),
  })
  const type = reply.headers.get('content-type') ?? ''
  const text = await reply.text()
  const body = (/json/u.test(type) ? JSON.parse(text) : text) as Body
  return { status: reply.status, type, body }
}

/** Somebody who is registered and logged in. */
export interface Person {
  readonly id: string
  readonly username: string
  readonly password: string
  readonly token: string
}

/** Registers somebody new and logs them in. */
export async function signUp(url: string): Promise<Person> {
  const username = `person-${randomBytes(6).toString('hex')}`
  const password = 'correct horse 7'
  const registered = await call<{ readonly id: string }>(url, '/users/register/', {
    json: {
      ...{ username, password, full_name: 'Ofelia Souza', email: `${username}@example.com` },
      document_number: cpfNumber(randomInt(1e9)),
    },
  })
  if (registered.status !== 201) throw new Error(`registering: ${JSON.stringify(registered)}`)
  const token = await logIn(url, username, password)
  return { id: registered.body.id, username, password, token }
}

/** A CPF of nobody, with right check digits: the first nine digits are this number. */
export function cpfNumber(index: number): string {
  const digits = [...String(index).padStart(9, '0')].map(Number)
  for (const length of [9, 10]) {
    const sum = digits.reduce((total, digit, i) => total + digit * (length + 1 - i), 0)
    digits.push(((sum * 10) % 11) % 10)
  }
  return digits.join('')
}

/** Logs somebody in. @returns The access token. */
export async function logIn(url: string, username: string, password: string): Promise<string> {
  const { status, body } = await call<{ readonly access_token: string }>(url, '/login/', {
    json: { username, password },
  })
  if (status !== 200) throw new Error(`logging in as ${username}: ${JSON.stringify(body)}`)
  return body.access_token
}

/** A decision as it is stored. */
export interface StoredDecision {
  readonly decision_id: string
  readonly text: string
}

/** All decisions of somebody, newest first. */
export async function allDecisions(url: string, token: string): Promise<StoredDecision[]> {
  const found: StoredDecision[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const path = `/v1/decisions?limit=100${cursor && `&cursor=${cursor}`}`
    const page: Answer<Page> = await call<Page>(url, path, { token })
    if (page.status !== 200) throw new Error(`listing decisions: ${JSON.stringify(page.body)}`)
    found.push(...page.body.items)
    cursor = page.body.next_cursor
  }
  return found
}

interface Page {
  readonly items: readonly StoredDecision[]
  readonly next_cursor: string | null
}

/** Units that somebody used this month. */
export async function usedUnits(url: string, token: string): Promise<number> {
  return (await call<{ readonly used: number }>(url, '/v1/usage', { token })).body.used
}
