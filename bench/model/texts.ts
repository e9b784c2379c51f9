/** Texts of ten kilobytes, as `speed` reads them. */
export const MAIL_UNITS = 10_000
/** The longest text that the server judges. */
export const LONGEST_UNITS = 32_000

/** Texts as they come out of a request's JSON: one piece of memory each, and no slice of a file. */
export function asFromJson(texts: readonly string[]): string[] {
  return JSON.parse(JSON.stringify(texts)) as string[]
}

/** Texts of exactly `units` UTF-16 units, joined of others in order; what is left over is dropped. */
export function joinToLength(texts: readonly string[], units: number): string[] {
  const all = texts.join('\n')
  const count = Math.floor(all.length / units)
  return Array.from({ length: count }, (_, i) => all.slice(i * units, (i + 1) * units))
}

/** A piece again and again, to exactly `units` UTF-16 units. */
export function repeatToLength(piece: string, units: number): string {
  return piece.repeat(Math.ceil(units / piece.length)).slice(0, units)
}

/** Sum of all UTF-16 units: what reading costs when nothing else is done. */
export function readUnits(texts: readonly string[]): number {
  let sum = 0
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0
  }
  return sum
}
