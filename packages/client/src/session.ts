import { readRefusal, unreachable } from './refusal.ts'

/** `unknown` until the cookie was tried. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out'

/**
 * Who speaks. The access token lives in this closure and nowhere else; the refresh token lives in an
 * `HttpOnly` cookie that no script sees.
 */
export interface Session {
  readonly state: () => SessionState
  /** Calls `listener` whenever the state changes. @returns A function that ends it. */
  readonly subscribe: (listener: () => void) => () => void
  /** @throws {Refusal} `invalid-credentials`, `account-disabled`, `too-many-attempts`, ... */
  readonly signIn: (username: string, password: string) => Promise<void>
  /**
   * Ends the session at the server, and forgets it here. What could not be ended is not forgotten.
   *
   * @throws {Refusal} The server could not end it, or did not answer: the session goes on.
   */
  readonly signOut: () => Promise<void>
  /** Takes up the session that the cookie holds, if this browser has one. */
  readonly resume: () => Promise<void>
  /** Asks as whoever is signed in; a token that ran out is renewed once. @throws {Refusal} */
  readonly send: (request: Request) => Promise<Response>
}

/**
 * What all tabs of a browser know of its session, which no script could read from the cookie: a word
 * that is another one after each log-in. No secret.
 */
export interface SessionHint {
  /** The word; `undefined` where there is no session. Where it cannot be known, any word will do. */
  readonly get: () => string | undefined
  readonly set: (word: string | undefined) => void
}

/** What a session needs. */
export interface SessionDeps {
  /** Where the API is; empty for the page's own origin. */
  readonly baseUrl: string
  readonly fetch: (request: Request) => Promise<Response>
  /** Milliseconds, of any clock that does not go backwards. */
  readonly now: () => number
  readonly hint: SessionHint
  /** A word that was never given before. */
  readonly newWord: () => string
}

/** What the server demands of a request that speaks by its cookie: other sites cannot send it. */
const BY_COOKIE = { 'x-hamlet-session': '1' } as const

/** A token is renewed so long before it ends. */
const MARGIN_MS = 30_000

interface Token {
  readonly value: string
  readonly endsAt: number
}

interface Kept extends SessionDeps {
  token: Token | undefined
  state: SessionState
  /** The one request that renews the token, while it is under way. */
  renewal: Promise<boolean> | undefined
  readonly listeners: Set<() => void>
}

/** Opens a session in which nobody is signed in yet. There is nothing to close. */
export function openSession(deps: SessionDeps): Session {
  const kept: Kept = {
    ...deps,
    token: undefined,
    state: deps.hint.get() === undefined ? 'signed-out' : 'unknown',
    renewal: undefined,
    listeners: new Set(),
  }
  return {
    state: () => kept.state,
    subscribe(listener) {
      kept.listeners.add(listener)
      return () => kept.listeners.delete(listener)
    },
    signIn: (username, password) => signIn(kept, username, password),
    signOut: () => signOut(kept),
    resume: () => resume(kept),
    send: (request) => send(kept, request),
  }
}

async function signIn(kept: Kept, username: string, password: string): Promise<void> {
  // What a renewal brings would take the place of what the log-in brings, cookie and token.
  await kept.renewal?.catch(() => {})
  const reply = await post(kept, '/login/', { username, password, session: 'cookie' })
  if (!reply.ok) throw await readRefusal(reply)
  await takeToken(kept, reply, kept.newWord())
}

async function signOut(kept: Kept): Promise<void> {
  // What a renewal brings would sign in again, by a cookie that is not the one which is ended here.
  await kept.renewal?.catch(() => {})
  const { token } = kept
  // The cookie alone ends a session whose token has run out; with the token, that ends at once, too.
  const authorization = token && { authorization: `Bearer ${token.value}` }
  const reply = await post(kept, '/logout', null, { ...BY_COOKIE, ...authorization })
  // A session that is not known any more has ended already.
  if (!reply.ok && reply.status !== 401) throw await readRefusal(reply)
  forget(kept)
}

async function resume(kept: Kept): Promise<void> {
  if (kept.hint.get() === undefined) return forget(kept)
  if (kept.token === undefined) await renew(kept)
}

async function send(kept: Kept, request: Request): Promise<Response> {
  if (kept.state === 'unknown' || isEnding(kept)) await renew(kept)
  const { token } = kept
  const again = request.clone()
  const reply = await ask(kept, withToken(request, token))
  if (token === undefined || !isBadToken(reply)) return reply
  const isRenewed = kept.token !== token || (await renew(kept))
  return isRenewed ? ask(kept, withToken(again, kept.token)) : reply
}

function isEnding({ token, now }: Kept): boolean {
  return token !== undefined && now() >= token.endsAt - MARGIN_MS
}

/** A wrong password is refused with 401, too, but that is not for a new token to mend. */
function isBadToken({ status, headers }: Response): boolean {
  return status === 401 && (headers.get('www-authenticate') ?? '').includes('invalid_token')
}

function withToken(request: Request, token: Token | undefined): Request {
  if (token !== undefined) request.headers.set('authorization', `Bearer ${token.value}`)
  return request
}

/** Renews the token by the cookie; whoever asks meanwhile waits for the same answer. */
function renew(kept: Kept): Promise<boolean> {
  kept.renewal ??= renewNow(kept).finally(() => {
    kept.renewal = undefined
  })
  return kept.renewal
}

async function renewNow(kept: Kept): Promise<boolean> {
  const word = kept.hint.get()
  const reply = await post(kept, '/login/refresh', {}, BY_COOKIE)
  if (reply.ok) {
    await takeToken(kept, reply, kept.hint.get() ?? kept.newWord())
    return true
  }
  // A server that is busy or starting has not ended the session.
  if (reply.status >= 500 || reply.status === 429) throw await readRefusal(reply)
  const latest = kept.hint.get()
  // Another tab has logged in meanwhile: what was refused is the cookie of before.
  if (latest !== undefined && latest !== word) return renewNow(kept)
  forget(kept)
  return false
}

async function takeToken(kept: Kept, reply: Response, word: string): Promise<void> {
  const body = (await reply.json()) as {
    readonly access_token: string
    readonly expires_in: number
  }
  kept.token = { value: body.access_token, endsAt: kept.now() + body.expires_in * 1000 }
  kept.hint.set(word)
  become(kept, 'signed-in')
}

function forget(kept: Kept): void {
  kept.token = undefined
  kept.hint.set(undefined)
  become(kept, 'signed-out')
}

function become(kept: Kept, state: SessionState): void {
  if (kept.state === state) return
  kept.state = state
  for (const listener of kept.listeners) listener()
}

function post(
  kept: Kept,
  path: string,
  body: object | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const request = new Request(`${kept.baseUrl}${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  return ask(kept, request)
}

async function ask(kept: Kept, request: Request): Promise<Response> {
  try {
    return await kept.fetch(request)
  } catch (error) {
    throw unreachable(error)
  }
}
