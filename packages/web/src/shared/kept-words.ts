/**
 * A word that this browser was given to keep; `null` where there is none, `undefined` where it lets
 * nothing be read, as when somebody blocks cookies and what else sites keep.
 */
export function readKeptWord(name: string): string | null | undefined {
  try {
    return localStorage.getItem(name)
  } catch {
    return undefined
  }
}

/** Keeps a word for the next visit; `undefined` forgets it. */
export function keepWord(name: string, word: string | undefined): void {
  try {
    if (word === undefined) localStorage.removeItem(name)
    else localStorage.setItem(name, word)
  } catch {
    // A browser that keeps nothing forgets it with the page, which goes on without.
  }
}
