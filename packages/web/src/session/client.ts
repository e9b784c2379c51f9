import { buildClient, type HamletClient, PERHAPS, type SessionHint } from '@hamlet/client'
import { keepWord, readKeptWord } from '../shared/kept-words.ts'
import { randomWord } from '../shared/random-word.ts'

const KEPT_AS = 'hamlet.session'

const hint: SessionHint = {
  get() {
    const word = readKeptWord(KEPT_AS)
    return word === undefined ? PERHAPS : (word ?? undefined)
  },
  set: (word) => keepWord(KEPT_AS, word),
}

/** The one client of this page, which speaks to the server that sent it. */
export const client: HamletClient = buildClient({
  baseUrl: location.origin,
  fetch: (request) => fetch(request),
  now: () => performance.now(),
  hint,
  newWord: randomWord,
  inTurn,
})

/** `client.api`, for queries. */
export const { api, session } = client

/**
 * Takes up the session of this browser, tries again when the network is back, and follows what other
 * tabs do: when one signs out, or in, so does this one.
 */
export function keepSession(): void {
  resumeSession()
  addEventListener('online', () => {
    if (session.fault() !== undefined) resumeSession()
  })
  addEventListener('storage', ({ key }) => {
    if (key === KEPT_AS || key === null) resumeSession()
  })
  addEventListener('pageshow', ({ persisted }) => {
    // A page that the browser had put aside has heard of nothing.
    if (persisted) resumeSession()
  })
}

/** Takes up the session of this browser; `session.fault` tells why it could not be. */
export function resumeSession(): void {
  session.resume().catch(() => {})
}

/**
 * Does work under a lock that all tabs share. Without one where there are none: on an address of plain
 * `http:`, and where somebody blocks what sites keep.
 */
async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work()
  let hasBegun = false
  const begin = () => {
    hasBegun = true
    return work()
  }
  try {
    return await navigator.locks.request(KEPT_AS, begin)
  } catch (error) {
    if (hasBegun) throw error
    return work()
  }
}
