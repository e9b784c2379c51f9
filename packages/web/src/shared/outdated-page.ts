import { readRefusal, unreachable } from '@hamlet/client'

/** Parts of this page are gone: the server has a newer one. */
export class OutdatedPage extends Error {
  override readonly name = 'OutdatedPage'
}

/**
 * Why a part of the page could not be loaded: {@link OutdatedPage} where the server sends a page with
 * another entry now, whose name is its hash; else a refusal, or that it did not answer.
 */
export async function whyNotLoaded(cause: unknown): Promise<unknown> {
  const reply = await fetch(import.meta.env.BASE_URL, { cache: 'no-store' }).catch(unreachable)
  if (!(reply instanceof Response)) return reply
  if (!reply.ok) return readRefusal(reply)
  const now = new DOMParser().parseFromString(await reply.text(), 'text/html')
  if (entryOf(now) === entryOf(document))
    return unreachable(new TypeError('a part did not arrive', { cause }))
  return new OutdatedPage('the server has a newer page', { cause })
}

function entryOf(page: Document): string | null | undefined {
  return page.querySelector('script[type="module"][src]')?.getAttribute('src')
}
