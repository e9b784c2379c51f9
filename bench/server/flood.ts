import { type Load, runProgram, wireOf } from './load.ts'
import type { Stage } from './stage.ts'

/** Requests that are sent at a rate, whether or not they are answered. */
export interface Flood {
  readonly url: string
  /** Whole requests, sent in turn. */
  readonly requests: readonly string[]
  /** Open ones at most, each with one request at a time; what finds none is not sent. */
  readonly connections: number
  /** One after the other. */
  readonly stretches: readonly Stretch[]
  /** An answer that took longer counts as a bad one. */
  readonly slowMs: number
}

/** A time with one rate. */
export interface Stretch {
  readonly seconds: number
  readonly perSecond: number
}

/** What came of a flood. */
export interface Flooded {
  readonly stretches: readonly StretchResult[]
  /** How late requests were sent, in milliseconds: what the sender itself could not do. */
  readonly lagP99: number
}

/** What came of the requests of one stretch. */
export interface StretchResult {
  /** Answers by their status. */
  readonly statuses: Readonly<Record<string, number>>
  /** Answers with 503, and those among them that say when to come again. */
  readonly refusals: number
  readonly withRetryAfter: number
  /** Requests for which no connection was free. */
  readonly unsent: number
  /** Requests whose connection ended without an answer. */
  readonly failed: number
  /** When the last request was sent that was not answered well and soon, since the stretch began. */
  readonly lastBadS: number
  /** Of answers with 200, from when the request was written, in milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly refusedP99: number
}

/** How long the last answers are waited for. */
export const PATIENCE_S = 30

/** Floods a server from a process of its own. */
export function floodServer(
  stage: Stage,
  load: Pick<Load, 'url' | 'path' | 'requests'>,
  flood: Omit<Flood, 'url' | 'requests'>,
): Promise<Flooded> {
  const requests = load.requests.map((request) => wireOf(load, request))
  return runProgram<Flooded>(stage, 'bench/flood.ts', { ...flood, url: load.url, requests })
}
