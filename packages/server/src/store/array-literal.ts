/**
 * Values as the text of a PostgreSQL array, for a parameter that is cast to one. The drivers would
 * write them, too, but each value by itself and several times slower.
 *
 * Source: PostgreSQL, section 8.15.2.
 */
export function arrayOf(values: readonly (number | boolean)[]): string {
  return `{${values.join()}}`
}

/** {@link arrayOf} texts, some of which may be missing. */
export function arrayOfTexts(values: readonly (string | undefined)[]): string {
  return `{${values.map(quoted).join()}}`
}

/** {@link arrayOf} bytes, some of which may be missing. */
export function arrayOfBytes(values: readonly (Uint8Array | undefined)[]): string {
  return arrayOfTexts(values.map((bytes) => bytes && `\\x${Buffer.from(bytes).toString('hex')}`))
}

function quoted(text: string | undefined): string {
  if (text === undefined) return 'NULL'
  // Most texts have nothing to escape, and to look for it costs less than to replace.
  const escaped =
    text.includes('"') || text.includes('\\') ? text.replaceAll(/["\\]/gu, '\\$&') : text
  return `"${escaped}"`
}
