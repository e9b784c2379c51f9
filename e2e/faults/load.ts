import { setTimeout } from 'node:timers/promises'
import type { Random } from '../../packages/classifier/src/random.ts'
import { type Answer, call } from '../client.ts'
import { waitUntil } from '../running-server.ts'
import { type LoadRequest, requestsOf } from './requests.ts'
import type { Stand } from './stand.ts'

/** One sending of a request, and what came of it. */
export interface Attempt {
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly ms: number
  /** `200`, status and problem of another answer, `broken` without one, or `late` when none came in time. */
  readonly outcome: string
  /** The decisions that were answered. */
  readonly ids: readonly string[]
}

/** A request and all its sendings, the first one first. */
export interface Sent {
  readonly request: LoadRequest
  readonly attempts: Attempt[]
}

/** Clients that go on asking until they are told to stop. */
export interface Load {
  readonly sent: readonly Sent[]
  /** How many sendings came to this, or to anything at all. */
  readonly count: (outcome?: RegExp) => number
  /** Lets each client finish its request, and repeats with the same key what may be repeated. */
  readonly end: () => Promise<void>
}

/**
 * A request waits at most for its caller to be looked up, for the batch before its own and for its
 * own; each may take 3 s to get a connection and 5 s to be answered, as `postgres.ts` has it.
 */
const DEADLINE_MS = 25_000

const CLIENTS = 8
/** Of a client before its next request, on average. */
const THINKING_MS = 30
/** After what was not answered with 200; the server asks for more, but faults shall meet repetitions. */
const PAUSE_MS = 50

/** Sends requests from a few clients; two in three repeat at once what may be repeated. */
export function openLoad(stand: Stand, name: string, random: Random): Load {
  const next = requestsOf(stand, name, random)
  const sent: Sent[] = []
  let isEnding = false
  const run = async (isEager: boolean) => {
    while (!isEnding) {
      const one: Sent = { request: next(), attempts: [] }
      sent.push(one)
      do {
        await attempt(stand, one)
        await setTimeout(isAnswered(one) ? random() * 2 * THINKING_MS : PAUSE_MS)
      } while (isEager && !isEnding && one.request.hasKey && !isAnswered(one))
    }
  }
  const running = Promise.all(Array.from({ length: CLIENTS }, (_, i) => run(i % 3 > 0)))
  const end = async () => {
    isEnding = true
    await running
    await repeat(stand, sent)
  }
  return { sent, count: (outcome) => countOf(sent, outcome), end }
}

/** Whether it was answered with 200. */
export function isAnswered({ attempts }: Sent): boolean {
  return attempts.at(-1)?.outcome === '200'
}

/** One in so many that were answered is sent once more all the same. */
const DOUBTFUL = 10

async function repeat(stand: Stand, sent: readonly Sent[]): Promise<void> {
  const withKey = sent.filter(({ request }) => request.hasKey)
  const doubtful = withKey.filter((one, i) => isAnswered(one) && i % DOUBTFUL === 0)
  for (const one of doubtful) await attempt(stand, one)
  for (const one of withKey) {
    await waitUntil('an answer with 200', async () => {
      if (!isAnswered(one)) await attempt(stand, one)
      return isAnswered(one)
    })
  }
}

async function attempt({ url }: Stand, { request, attempts }: Sent): Promise<void> {
  const startedAt = Date.now()
  const begun = performance.now()
  const sending = call<Classified>(url, request.path, { ...request.call, within: DEADLINE_MS })
  const result = await sending.then(resultOf, (error: Error) => ({
    outcome: error.name === 'TimeoutError' ? 'late' : 'broken',
    ids: [],
  }))
  attempts.push({ startedAt, ms: performance.now() - begun, ...result })
}

interface Classified {
  readonly decision_id?: string
  readonly decisions?: readonly { readonly decision_id: string }[]
  readonly type?: string
}

function resultOf({ status, type, body }: Answer<Classified>): Pick<Attempt, 'outcome' | 'ids'> {
  if (status !== 200) {
    return { outcome: `${status} ${type.split(';')[0]} ${body.type}`, ids: [] }
  }
  const ids = [body, ...(body.decisions ?? [])].flatMap(({ decision_id }) => decision_id ?? [])
  return { outcome: '200', ids }
}

function countOf(sent: readonly Sent[], outcome = /^/u): number {
  return sent.reduce(
    (sum, { attempts }) => sum + attempts.filter((one) => outcome.test(one.outcome)).length,
    0,
  )
}
