import { buildClient, type HamletClient, type SessionHint } from '@hamlet/client'
import { keepWord, readKeptWord } from '../shared/kept-words.ts'
import { randomWord } from '../shared/random-word.ts'

const KEPT_AS = 'hamlet.session'

/** Where nothing can be read there may be a session: the server is asked. */
const PERHAPS = 'perhaps'

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
})

/** `client.api`, for queries. */
export const { api, session } = client

/** Follows what other tabs do: when one signs out, or in, so does this one. */
export function followOtherTabs(): void {
  addEventListener('storage', ({ key }) => {
    if (key === KEPT_AS || key === null) session.resume().catch(() => {})
  })
}
