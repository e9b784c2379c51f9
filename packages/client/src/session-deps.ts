/** The word of a session that the server ended: that is not a person who logged out. */
export const REFUSED = 'refused'

/** The word where none can be kept or read: there may be a session, or none. */
export const PERHAPS = 'perhaps'

/**
 * What all tabs of a browser know of its session, which no script could read from the cookie: a word
 * that is another one after each log-in, or `REFUSED`. No secret.
 */
export interface SessionHint {
  /** The word; `undefined` where nobody is logged in, `PERHAPS` where that cannot be known. */
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
  /**
   * Does work when no other tab of this browser does such work, as far as the browser can see to it.
   * Each answer brings a cookie: one that came late would put an older in place of a newer.
   */
  readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>
}
