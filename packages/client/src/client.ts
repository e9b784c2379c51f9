import createFetchClient, { type Client } from 'openapi-fetch'
import type { paths } from './api-types.ts'
import { openSession, type Session } from './session.ts'
import type { SessionDeps } from './session-deps.ts'

export type { operations } from './api-types.ts'
export {
  answerOf,
  type Fault,
  Refusal,
  type RefusalFacts,
  readRefusal,
  UNREACHABLE,
  unreachable,
} from './refusal.ts'
export type { Session, SessionState } from './session.ts'
export { PERHAPS, type SessionDeps, type SessionHint } from './session-deps.ts'
export type { Account } from './session-requests.ts'

/** Hamlet's API with the types of its document, and the session that speaks. */
export interface HamletClient {
  /** `api.GET('/v1/usage')` and so on; `answerOf` gives the answer or throws the refusal. */
  readonly api: Client<paths>
  readonly session: Session
}

/** Builds a client. It asks nothing before it is told to. */
export function buildClient(deps: SessionDeps): HamletClient {
  const session = openSession(deps)
  const api = createFetchClient<paths>({ baseUrl: deps.baseUrl, fetch: session.send })
  return { api, session }
}
