import { buildClient, type HamletClient, type SessionHint } from '@hamlet/client'

const KEPT_AS = 'hamlet.session'

const hint: SessionHint = {
  get: () => localStorage.getItem(KEPT_AS) !== null,
  set(isThere) {
    if (isThere) localStorage.setItem(KEPT_AS, 'there')
    else localStorage.removeItem(KEPT_AS)
  },
}

/** The one client of this page, which speaks to the server that sent it. */
export const client: HamletClient = buildClient({
  baseUrl: location.origin,
  fetch: (request) => fetch(request),
  now: () => performance.now(),
  hint,
})

/** `client.api`, for queries. */
export const { api, session } = client

/** Follows what other tabs do: when one signs out, or in, so does this one. */
export function followOtherTabs(): void {
  addEventListener('storage', ({ key }) => {
    if (key === KEPT_AS || key === null) session.resume().catch(() => {})
  })
}
