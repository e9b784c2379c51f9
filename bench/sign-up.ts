/** Headers that name a caller. */
type Credential = Readonly<Record<string, string>>

const JSON_BODY = { 'content-type': 'application/json' }

/** Registers `count` accounts without a limit. @returns Two credentials of each: token and API key. */
export async function signUpUnlimited(url: string, count: number): Promise<readonly Credential[]> {
  const admin = await logIn(url, 'admin', 'bench-only')
  const accounts = await Promise.all(
    Array.from({ length: count }, (_, i) => signUpOne(url, i, admin)),
  )
  return accounts.flat()
}

async function signUpOne(
  url: string,
  i: number,
  admin: Credential,
): Promise<readonly Credential[]> {
  const password = 'bench-only'
  const username = `bench${i}`
  const person = { email: `${username}@example.com`, full_name: 'Bench Mark', username, password }
  const { id } = await call(`${url}/users/register/`, 'POST', {
    ...person,
    document_number: String(i),
  })
  await call(`${url}/users/${id}`, 'PATCH', { monthly_limit: null }, admin)
  const token = await logIn(url, username, password)
  const { key } = await call(`${url}/users/me/keys`, 'POST', { name: 'bench' }, token)
  return [token, { 'x-api-key': String(key) }]
}

async function logIn(url: string, username: string, password: string): Promise<Credential> {
  const { access_token: token } = await call(`${url}/login/`, 'POST', { username, password })
  return { authorization: `Bearer ${token}` }
}

async function call(
  url: string,
  method: string,
  body: object,
  headers: Credential = {},
): Promise<Readonly<Record<string, unknown>>> {
  const request = { method, body: JSON.stringify(body), headers: { ...JSON_BODY, ...headers } }
  const reply = await fetch(url, request)
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${await reply.text()}`)
  return (await reply.json()) as Readonly<Record<string, unknown>>
}
