/** What a session runs on, as far as it told; `undefined` where it did not. */
export interface Device {
  readonly program: string | undefined
  readonly system: string | undefined
}

type Sign = readonly [name: string, sign: RegExp]

/** The first that fits: most browsers also claim to be others. */
const PROGRAMS: readonly Sign[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//u],
  ['Opera', /\bOPR\//u],
  ['Samsung Internet', /\bSamsungBrowser\//u],
  ['Firefox', /\b(?:Firefox|FxiOS)\//u],
  ['Chrome', /(?:Chrome|\bCriOS)\//u],
  ['Safari', /\bSafari\//u],
]

const SYSTEMS: readonly Sign[] = [
  ['Android', /\bAndroid\b/u],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/u],
  ['Windows', /\bWindows\b/u],
  ['macOS', /\bMac OS X\b/u],
  ['ChromeOS', /\bCrOS\b/u],
  ['Linux', /\bLinux\b/u],
]

/**
 * Browser and system by their `User-Agent`; of other programs the name they give themselves.
 *
 * Source: RFC 9110, section 10.1.5.
 */
export function deviceOf(userAgent: string | null): Device {
  const told = userAgent ?? ''
  const ownName = /^(?!Mozilla\b)[\w!#$%&'*+.^`|~-]+/u.exec(told)?.[0]
  return { program: firstOf(PROGRAMS, told) ?? ownName, system: firstOf(SYSTEMS, told) }
}

function firstOf(signs: readonly Sign[], told: string): string | undefined {
  return signs.find(([, sign]) => sign.test(told))?.[0]
}
