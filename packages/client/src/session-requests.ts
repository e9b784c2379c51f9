import type { operations } from './api-types.ts'
import { readRefusal, unreachable } from './refusal.ts'
import type { SessionDeps } from './session-deps.ts'

/** An account as `GET /users/whoami` tells it. */
export type Account = operations['whoami']['responses'][200]['content']['application/json']

type Sender = Pick<SessionDeps, 'baseUrl' | 'fetch'>

/** No answer takes so long; other tabs wait meanwhile. */
const PATIENCE_MS = 30_000

/** Statuses of answers that have no body, of which an empty one is refused. Source: Fetch, 2.2.3. */
const BODILESS: readonly number[] = [204, 205, 304]

/** Whose a token is: it is sealed, only the server can tell. @throws {Refusal} It did not. */
export async function readAccount(sender: Sender, token: string): Promise<Account> {
  const request = new Request(`${sender.baseUrl}/users/whoami`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  const reply = await ask(sender, withToken(request, token))
  if (!reply.ok) throw await readRefusal(reply)
  return (await reply.json()) as Account
}

/** Sends `body` with the cookie. @throws {Refusal} `unreachable`. */
export function post(
  sender: Sender,
  path: string,
  body: object | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(`${sender.baseUrl}${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    // A cookie that is on its way reaches the browser though the page is left meanwhile.
    keepalive: true,
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return ask(sender, request)
}

/** Has the request speak by a token, where there is one. */
export function withToken(request: Request, token: string | undefined): Request {
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token}`)
  return request
}

/** Sends a request. The answer has arrived whole. @throws {Refusal} `unreachable`. */
export async function ask({ fetch }: Sender, request: Request): Promise<Response> {
  try {
    const reply = await fetch(request)
    const body = await reply.blob()
    return new Response(BODILESS.includes(reply.status) ? null : body, reply)
  } catch (error) {
    throw unreachable(error)
  }
}
