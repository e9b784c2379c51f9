import type { Comment } from './perspective-messages.ts'
import { refusalOf } from './perspective-refusals.ts'

/** Where the text stands in both requests, as a JSON Pointer after `#`. */
export const TEXT_POINTER = '#/comment/text'

/** Bytes of UTF-8 that the original takes. Source: Perspective's documentation, "Limits and errors". */
const MOST_BYTES = 20_480

/**
 * The text of a comment. HTML is refused, as the original does: to judge what a reader would not see,
 * or another text than was sent, helps nobody.
 *
 * @throws {DomainError} `invalid-request`.
 */
export function textOf({ text = '', type }: Comment = {}): string {
  if (type !== undefined && type !== 'PLAIN_TEXT' && type !== 'TEXT_TYPE_UNSPECIFIED') {
    const detail = "Currently, only 'PLAIN_TEXT' comments are supported"
    throw refusalOf('#/comment/type', 'not-one-of', detail)
  }
  const bytes = Buffer.byteLength(text)
  if (bytes > MOST_BYTES) {
    const detail = `Comment text was too many bytes. Value (${bytes}) exceeded limit (${MOST_BYTES})`
    throw refusalOf(TEXT_POINTER, 'too-long', detail)
  }
  return text
}

/** UTF-16 units of a site that are kept. */
const SITE_UNITS = 255

/** A community is a site by another name. */
export function siteOf({
  communityId = '',
}: {
  readonly communityId?: string
}): string | undefined {
  const site = communityId.trim().slice(0, SITE_UNITS)
  // Cut between the halves of a surrogate pair, it were no Unicode.
  return (site.isWellFormed() ? site : site.slice(0, -1)) || undefined
}
