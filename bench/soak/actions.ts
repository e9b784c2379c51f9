import type { Random } from '../../packages/classifier/src/random.ts'
import type { Call, Reply } from './client.ts'

/** Somebody with a password. */
export interface Person {
  readonly username: string
  readonly password: string
}

/** Who asks over one connection, and what is known of them. */
export interface Client {
  readonly send: (call: Call) => Promise<Reply>
  readonly random: Random
  readonly texts: readonly string[]
  /** Headers that name callers without a limit. */
  readonly callers: readonly Credential[]
  /** Headers that name a caller whose units are soon gone. */
  readonly spender: Credential
  readonly person: Person
  refreshToken?: string | undefined
  /** A decision that was given, and to whom. */
  last?: { readonly id: string; readonly caller: Credential } | undefined
}

type Credential = Readonly<Record<string, string>>

/** A thing that clients do. */
export interface Action {
  readonly name: string
  /** How often, beside the others. */
  readonly weight: number
  /** Statuses that are right. */
  readonly expects: readonly number[]
  /** Whether its answer holds decisions that were made before. */
  readonly isReading?: boolean
  readonly act: (client: Client) => Promise<Reply>
}

const CLASSIFY = '/v1/classify'
const TEXTS_AT_MOST = 48
const REASONS = 5
const NOBODY: Credential = { authorization: 'Bearer hk_of_nobody' }

/** The mixture. */
export const ACTIONS: readonly Action[] = [
  { name: 'classify', weight: 50, expects: [200], act: (client) => classify(client, 0) },
  { name: 'with reasons', weight: 12, expects: [200], act: (client) => classify(client, REASONS) },
  { name: 'predict', weight: 10, expects: [200], act: predict },
  { name: 'batch', weight: 3, expects: [200], act: classifyBatch },
  { name: 'usage', weight: 8, expects: [200], act: (client) => get(client, '/v1/usage') },
  { name: 'list', weight: 4, expects: [200], act: (client) => get(client, '/v1/decisions') },
  { name: 'explain', weight: 3, expects: [200], act: explain, isReading: true },
  { name: 'log in', weight: 0.5, expects: [200], act: logIn },
  { name: 'refresh', weight: 1.5, expects: [200], act: refresh },
  { name: 'bad token', weight: 2, expects: [401], act: (client) => refuse(client, NOBODY) },
  { name: 'bad JSON', weight: 2, expects: [400], act: sendBadJson },
  { name: 'empty text', weight: 2, expects: [422], act: sendEmptyText },
  // Its first units are granted.
  { name: 'quota gone', weight: 2, expects: [200, 429], act: (of) => refuse(of, of.spender) },
]

/** One of the actions, by their weights. */
export function oneOfActions(random: Random): Action {
  let left = random() * ACTIONS.reduce((sum, { weight }) => sum + weight, 0)
  for (const action of ACTIONS) {
    left -= action.weight
    if (left < 0) return action
  }
  return ACTIONS[0] as Action
}

/** Decisions in an answer. */
export function decisionsIn({ status, body }: Reply): number {
  if (status !== 200) return 0
  const { decision_id: one, decisions = [] } = (body ?? {}) as Decided
  return (one === undefined ? 0 : 1) + decisions.filter(({ decision_id: id }) => id).length
}

interface Decided {
  readonly decision_id?: string
  readonly decisions?: readonly { readonly decision_id?: string }[]
}

function oneOf<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item
}

async function classify(client: Client, reasons: number): Promise<Reply> {
  const { send, random, texts, callers } = client
  const caller = oneOf(callers, random)
  const body = { text: oneOf(texts, random), ...(reasons > 0 && { reasons }) }
  const reply = await send({ path: CLASSIFY, headers: caller, body })
  const { decision_id: id } = reply.body as Decided
  if (id !== undefined) client.last = { id, caller }
  return reply
}

function predict({ send, random, texts, callers }: Client): Promise<Reply> {
  const body = { text_message: oneOf(texts, random) }
  return send({ path: '/predict_sentiment', headers: oneOf(callers, random), body })
}

function classifyBatch({ send, random, texts, callers }: Client): Promise<Reply> {
  const count = 1 + Math.floor(random() * TEXTS_AT_MOST)
  const body = { texts: Array.from({ length: count }, () => oneOf(texts, random)) }
  return send({ path: '/v1/classify/batch', headers: oneOf(callers, random), body })
}

function get({ send, random, callers }: Client, path: string): Promise<Reply> {
  return send({ path, headers: oneOf(callers, random) })
}

/** The last decision, with its reasons; the list where there was none yet. */
function explain(client: Client): Promise<Reply> {
  const { send, last } = client
  if (last === undefined) return get(client, '/v1/decisions')
  return send({ path: `/v1/decisions/${last.id}`, headers: last.caller })
}

/** A log-in leaves the session before as it is, as people do. */
async function logIn(client: Client): Promise<Reply> {
  const reply = await client.send({ path: '/login/', body: client.person })
  client.refreshToken = (reply.body as { readonly refresh_token?: string }).refresh_token
  return reply
}

async function refresh(client: Client): Promise<Reply> {
  if (client.refreshToken === undefined) return logIn(client)
  const body = { refresh_token: client.refreshToken }
  const reply = await client.send({ path: '/login/refresh', body })
  client.refreshToken = (reply.body as { readonly refresh_token?: string }).refresh_token
  return reply
}

function refuse({ send, random, texts }: Client, headers: Credential): Promise<Reply> {
  return send({ path: CLASSIFY, headers, body: { text: oneOf(texts, random) } })
}

function sendBadJson({ send, random, callers }: Client): Promise<Reply> {
  return send({ path: CLASSIFY, headers: oneOf(callers, random), raw: '{"text": "to ham' })
}

function sendEmptyText({ send, random, callers }: Client): Promise<Reply> {
  return send({ path: CLASSIFY, headers: oneOf(callers, random), body: { text: ' ' } })
}
