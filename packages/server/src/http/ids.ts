import { validate as isUuid } from 'uuid'

const WITHOUT_DASHES = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/iu

/**
 * An id as it is stored and compared: in lower case, with dashes. It is read in either case, and also
 * without its dashes, as clients of Akismet know it; `undefined` when the text cannot be an id.
 *
 * Source: RFC 9562, section 4.
 */
export function readId<Id extends string>(text: string): Id | undefined {
  const id = text.replace(WITHOUT_DASHES, '$1-$2-$3-$4-$5')
  return isUuid(id) ? (id.toLowerCase() as Id) : undefined
}
