import { Refusal, readRefusal } from './refusal.ts'
import { PERHAPS, REFUSED, type SessionDeps } from './session-deps.ts'
import { type Account, ask, post, readAccount, withToken } from './session-requests.ts'

/** `unknown` until the cookie was tried. */
export type SessionState = 'unknown' | 'signed-in' | 'signed-out'

/**
 * Who speaks. The access token lives in this closure and nowhere else; the refresh token lives in an
 * `HttpOnly` cookie that no script sees.
 */
export interface Session {
  readonly state: () => SessionState
  /** Whose it is, as the server told when the token came; `undefined` while nobody is signed in. */
  readonly account: () => Account | undefined
  /** Why it is not known whose the session of this browser is by now: what the last try met. */
  readonly fault: () => unknown
  /**
   * With what the server ended it, where the person did not; until the next log-in. In a tab that did not
   * ask it has no request id.
   */
  readonly refusal: () => Refusal | undefined
  /** Calls `listener` whenever the state or the fault changes. @returns A function that ends it. */
  readonly subscribe: (listener: () => void) => () => void
  /** @throws {Refusal} `invalid-credentials`, `account-disabled`, `too-many-attempts`, ... */
  readonly signIn: (username: string, password: string) => Promise<void>
  /**
   * Ends the session at the server, and forgets it here. What could not be ended is not forgotten.
   *
   * @throws {Refusal} The server could not end it, or did not answer: the session goes on.
   */
  readonly signOut: () => Promise<void>
  /**
   * Takes up the session that the cookie holds, if this browser has one.
   *
   * @throws {Refusal} The server did not answer, or could not. `fault` keeps it.
   */
  readonly resume: () => Promise<void>
  /**
   * Asks as whoever is signed in; a token that ran out is renewed once. The answer has arrived whole.
   *
   * @throws {Refusal} `invalid-token`: by now they are not signed in any more, or somebody else is, for
   *   whom neither request nor answer was meant. `unreachable`: no answer came, or not all of it.
   */
  readonly send: (request: Request) => Promise<Response>
}

/** What the server demands of a request that speaks by its cookie: other sites cannot send it. */
const BY_COOKIE = { 'x-hamlet-session': '1' } as const

/** Refusals of a renewal that tell that the session has ended. */
const ENDINGS: readonly string[] = ['invalid-refresh-token', 'account-disabled']

/** A token is renewed so long before it ends. */
const MARGIN_MS = 30_000

interface Token {
  readonly value: string
  readonly endsAt: number
}

interface Kept extends SessionDeps {
  token: Token | undefined
  /** The word of this browser when the token came. */
  word: string | undefined
  state: SessionState
  account: Account | undefined
  fault: unknown
  refusal: Refusal | undefined
  /** The one request that renews the token, while it is under way. */
  renewal: Promise<boolean> | undefined
  readonly listeners: Set<() => void>
}

/** Opens a session in which nobody is signed in yet. There is nothing to close. */
export function openSession(deps: SessionDeps): Session {
  const kept: Kept = {
    ...deps,
    token: undefined,
    word: undefined,
    state: wordOf(deps) === undefined ? 'signed-out' : 'unknown',
    account: undefined,
    fault: undefined,
    refusal: deps.hint.get() === REFUSED ? ended() : undefined,
    renewal: undefined,
    listeners: new Set(),
  }
  return {
    state: () => kept.state,
    account: () => kept.account,
    fault: () => kept.fault,
    refusal: () => kept.refusal,
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
  await kept.inTurn(async () => {
    const reply = await post(kept, '/login/', { username, password, session: 'cookie' })
    if (!reply.ok) throw await readRefusal(reply)
    await takeToken(kept, reply, kept.newWord())
  })
}

async function signOut(kept: Kept): Promise<void> {
  // What a renewal brings would sign in again, by a cookie that is not the one which is ended here.
  await kept.renewal?.catch(() => {})
  await kept.inTurn(async () => {
    const { token } = kept
    // The cookie alone ends a session whose token has run out; with the token, that ends at once, too.
    const authorization = token && { authorization: `Bearer ${token.value}` }
    const reply = await post(kept, '/logout', null, { ...BY_COOKIE, ...authorization })
    // A session that is not known any more has ended already.
    if (!reply.ok && reply.status !== 401) throw await readRefusal(reply)
    forget(kept, undefined)
  })
}

/** The word of a session that may go on. */
function wordOf({ hint }: Pick<SessionDeps, 'hint'>): string | undefined {
  const word = hint.get()
  return word === REFUSED ? undefined : word
}

async function resume(kept: Kept): Promise<void> {
  if (wordOf(kept) === undefined) {
    const wasRefused = kept.hint.get() === REFUSED
    return forget(kept, wasRefused ? (kept.refusal ?? ended()) : undefined)
  }
  if (kept.token === undefined || isOutdated(kept)) await renew(kept)
}

async function send(kept: Kept, request: Request): Promise<Response> {
  const before = kept.account
  if (kept.state === 'unknown' || isEnding(kept) || isOutdated(kept)) await renew(kept)
  if (isAnother(before, kept.account)) throw notTheirs(401)
  const { token, account: asking } = kept
  const again = request.clone()
  const reply = await ask(kept, withToken(request, token?.value))
  if (token === undefined || !isBadToken(reply)) return onlyFor(asking, kept, reply)
  const isRenewed = kept.token !== token || (await renew(kept))
  if (isAnother(asking, kept.account)) throw notTheirs(401)
  if (!isRenewed) return reply
  return onlyFor(asking, kept, await ask(kept, withToken(again, kept.token?.value)))
}

/** What one person asked for is no answer for the next. */
function onlyFor(asking: Account | undefined, { account }: Kept, reply: Response): Response {
  if (asking !== undefined && asking.id !== account?.id) throw notTheirs(0)
  return reply
}

/** @param status  0 where it was sent: for whoever asked, no answer came. */
function notTheirs(status: 0 | 401): Refusal {
  return unauthorized('invalid-token', status)
}

/** What another tab was told, of which this one knows no more. */
function ended(): Refusal {
  return unauthorized('invalid-refresh-token', 401)
}

function unauthorized(code: string, status: 0 | 401): Refusal {
  const facts = { code, status, title: '', detail: '' }
  return new Refusal({ ...facts, requestId: undefined, faults: [] })
}

function isAnother(before: Account | undefined, now: Account | undefined): boolean {
  return before !== undefined && now !== undefined && before.id !== now.id
}

function isEnding({ token, now }: Kept): boolean {
  return token !== undefined && now() >= token.endsAt - MARGIN_MS
}

/** Whether another tab has logged in since the token came, perhaps as somebody else. */
function isOutdated(kept: Kept): boolean {
  const word = wordOf(kept)
  return kept.token !== undefined && word !== undefined && word !== kept.word
}

/** A wrong password is refused with 401, too, but that is not for a new token to mend. */
function isBadToken({ status, headers }: Response): boolean {
  return status === 401 && (headers.get('www-authenticate') ?? '').includes('invalid_token')
}

/** Renews the token by the cookie; whoever asks meanwhile waits for the same answer. */
function renew(kept: Kept): Promise<boolean> {
  kept.renewal ??= tryToRenew(kept).finally(() => {
    kept.renewal = undefined
  })
  return kept.renewal
}

async function tryToRenew(kept: Kept): Promise<boolean> {
  tellFault(kept, undefined)
  try {
    return await kept.inTurn(() => renewNow(kept))
  } catch (error) {
    if (kept.state !== 'signed-in' || isOutdated(kept)) tellFault(kept, error)
    throw error
  }
}

async function renewNow(kept: Kept): Promise<boolean> {
  const word = wordOf(kept)
  const reply = await post(kept, '/login/refresh', {}, BY_COOKIE)
  if (reply.ok) {
    await takeToken(kept, reply, wordOf(kept) ?? kept.newWord())
    return true
  }
  const refusal = await readRefusal(reply)
  // Not a server that is busy, nor what a proxy says while one starts.
  if (!ENDINGS.includes(refusal.code)) throw refusal
  const latest = wordOf(kept)
  // Another tab has logged in meanwhile: what was refused is the cookie of before.
  if (latest !== undefined && latest !== word) return renewNow(kept)
  forget(kept, hadSession(kept) ? refusal : undefined)
  return false
}

/** Not whoever logged out, nor a stranger of whom it could not be known. */
function hadSession({ hint, account }: Kept): boolean {
  const word = hint.get()
  return word !== undefined && (word !== PERHAPS || account !== undefined)
}

async function takeToken(kept: Kept, reply: Response, word: string): Promise<void> {
  const body = (await reply.json()) as {
    readonly access_token: string
    readonly expires_in: number
  }
  const token = { value: body.access_token, endsAt: kept.now() + body.expires_in * 1000 }
  const account = await readAccount(kept, token.value)
  if (isAnother(kept.account, account)) await leave(kept)
  kept.hint.set(word)
  const known = { word: wordOf(kept), fault: undefined, refusal: undefined }
  Object.assign(kept, { token, account, ...known })
  become(kept, 'signed-in')
}

/** Signs out whoever was here before another, in this tab alone. */
async function leave(kept: Kept): Promise<void> {
  Object.assign(kept, { token: undefined, account: undefined })
  become(kept, 'signed-out')
  // A page draws what it was told when this task is over: what it showed must be gone by then.
  await new Promise((done) => setTimeout(done, 0))
}

function forget(kept: Kept, refusal: Refusal | undefined): void {
  const { state, fault, refusal: before } = kept
  const isNews = state !== 'signed-out' || fault !== undefined || before !== refusal
  const nobody = { token: undefined, word: undefined, account: undefined, fault: undefined }
  Object.assign(kept, { ...nobody, refusal, state: 'signed-out' })
  kept.hint.set(refusal === undefined ? undefined : REFUSED)
  if (isNews) tell(kept)
}

function become(kept: Kept, state: SessionState): void {
  if (kept.state === state) return
  kept.state = state
  tell(kept)
}

function tellFault(kept: Kept, fault: unknown): void {
  if (kept.fault === fault) return
  kept.fault = fault
  tell(kept)
}

function tell({ listeners }: Kept): void {
  for (const listener of listeners) listener()
}
