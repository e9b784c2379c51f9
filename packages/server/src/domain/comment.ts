import type { Source } from '@hamlet/classifier'
import { firstCharacters, isBlank } from './decision.ts'

/** What somebody left on a site: a comment, a post, a message, or an account that they made. */
export interface Comment {
  readonly content: string
  /** Under which name it was left. */
  readonly author: string
}

/**
 * What is judged of a comment: its content; the author's name where there is none, as when somebody
 * signs up. Neither e-mail nor URL ever: the model takes every address in a short text for spam, as it
 * mostly is in the texts that it learned from. docs/decisions/0025 has the figures.
 *
 * @param limit  Characters that are judged; the rest is cut off, since sites send texts of any length
 *   and cannot shorten them.
 */
export function textOfComment({ content, author }: Comment, limit: number): string {
  return firstCharacters(isBlank(content) ? author : content, limit)
}

/** Types of comments, as sites name them, that are none of {@link Source}'s comments. */
const SOURCE_OF_TYPE: ReadonlyMap<string, Source> = new Map([
  ['contact-form', 'form'],
  ['signup', 'form'],
  ['message', 'chat'],
])

/** Where a comment of this type comes from; sites make up types of their own. Unknown when none is said. */
export function sourceOfCommentType(type: string): Source | undefined {
  const name = type.trim().toLowerCase()
  return name === '' ? undefined : (SOURCE_OF_TYPE.get(name) ?? 'comment')
}

/** Characters of a site's name at most. */
const LONGEST_SITE = 255

/**
 * The name under which the decisions of a site are counted: host and port in lower case, and the path.
 *
 * @param address  The site's front page; where it has no scheme, `http` is meant.
 * @returns `undefined` when this names no host.
 */
export function siteOf(address: string): string | undefined {
  const text = address.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) ? text : `http://${text}`)
  if (url === null || url.host === '') return undefined
  let { pathname } = url
  while (pathname.endsWith('/')) pathname = pathname.slice(0, -1)
  return `${url.host.toLowerCase()}${pathname}`.slice(0, LONGEST_SITE)
}
