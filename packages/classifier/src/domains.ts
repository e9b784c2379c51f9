import { hashWord } from './hash.ts'

const TOP_LEVEL_DOMAINS =
  'com net org uk co info biz tv me ru cn io mobi us eu ly gl be xyz top club site online link shop ' +
  'live app br de fr in it es pl ro jp kr tk ml ga cf gq pw cc ws to'

/** The endings that make `name.ending` a link, as word hashes: the common ones, and those spam likes. */
export function buildTopLevelDomains(): Set<number> {
  return new Set(TOP_LEVEL_DOMAINS.split(' ').map(hashWord))
}
