import type { Credential } from './callers.ts'
import { type Hamlet, type HamletOptions, startHamlet, unlimited } from './hamlet.ts'
import type { Load, Loaded } from './load.ts'
import type { Place } from './places.ts'
import { classifyRequests } from './sample.ts'
import type { Stage } from './stage.ts'

/** Accounts without a limit that `POST /v1/classify` is asked for. */
export const ACCOUNTS = 1000
/** Connections that it is asked over. */
export const CONNECTIONS = 64

/** A Hamlet that is asked for `POST /v1/classify` in its turns. */
export interface Classifying {
  readonly hamlet: Hamlet
  readonly take: (seconds: number) => Promise<Loaded>
}

/**
 * Starts a Hamlet with 1,000 accounts, and lets each of them ask once: the first use of an API key
 * in a minute is written down, and the first of all should not be what is measured.
 */
export async function startClassifying(
  stage: Stage,
  place: Place,
  texts: readonly string[],
  options: Omit<HamletOptions, 'limits'> = {},
): Promise<Classifying> {
  const hamlet = await startHamlet(stage, place, { ...options, limits: unlimited(ACCOUNTS) })
  const load = classifyLoad(hamlet.callers, texts)
  await hamlet.load({ ...load, seconds: 0, amount: ACCOUNTS })
  return { hamlet, take: (seconds) => hamlet.load({ ...load, seconds }) }
}

/** Messages in turn, each request as the next caller. */
export function classifyLoad(
  callers: readonly Credential[],
  texts: readonly string[],
): Omit<Load, 'url' | 'seconds'> {
  const requests = classifyRequests(callers, texts)
  return { path: '/v1/classify', connections: CONNECTIONS, requests }
}
