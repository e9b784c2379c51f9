import { randomUUID } from 'node:crypto'
import { buildClient, type SessionDeps } from '@hamlet/client'

/** What all tabs of a browser share: its cookies, and the word that is kept. */
interface Shared {
  readonly jar: Map<string, string>
  word: string | undefined
}

/** What a browser gives a page: a jar for its cookies, a place to keep a word, and a clock. */
export function openScriptedBrowser(
  url: string,
  shared: Shared = { jar: new Map(), word: undefined },
  keepWord = (word: string | undefined) => {
    shared.word = word
  },
) {
  const { jar } = shared
  const asked: string[] = []
  const next = {
    ...{ isSpoiled: false, isBroken: false, late: undefined as Promise<void> | undefined },
    change: (reply: Response) => reply,
  }
  const kept = { now: 0 }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (request: Request) => {
    asked.push(new URL(request.url).pathname)
    if (next.isBroken) {
      next.isBroken = false
      throw new TypeError('fetch failed')
    }
    const { late, change } = next
    Object.assign(next, { late: undefined, change: (reply: Response) => reply })
    if (next.isSpoiled) request.headers.set('authorization', 'Bearer spoiled')
    next.isSpoiled = false
    if (jar.size > 0) request.headers.set('cookie', cookie())
    const reply = await fetch(request)
    await late
    for (const line of reply.headers.getSetCookie()) keepCookie(jar, line)
    return change(reply)
  }
  const hint = { get: () => shared.word, set: keepWord }
  const deps: SessionDeps = {
    ...{ baseUrl: url, fetch: send, now: () => kept.now, hint, newWord: randomUUID },
    // As where there are no locks.
    inTurn: (work) => work(),
  }
  return {
    client: buildClient(deps),
    cookie,
    /** Another tab, or the page after a reload. */
    reopen: () => openScriptedBrowser(url, shared, keepWord),
    timesAsked: (path: string) => asked.filter((one) => one === path).length,
    wait: (ms: number) => {
      kept.now += ms
    },
    spoilNextToken: () => {
      next.isSpoiled = true
    },
    breakNextRequest: () => {
      next.isBroken = true
    },
    /** The answer of the next request arrives when the promise is kept. */
    delayNextAnswer: (until: Promise<void>) => {
      next.late = until
    },
    /** Something on the way makes another answer of the next one. */
    changeNextAnswer: (change: (reply: Response) => Response) => {
      next.change = change
    },
  }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
  if (/max-age=0\b/iu.test(line)) jar.delete(name)
  else jar.set(name, value)
}
