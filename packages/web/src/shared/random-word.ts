const BYTES = 16

/**
 * 128 random bits in hexadecimal digits.
 *
 * NOTE: `crypto.randomUUID` is missing where the page comes without TLS from another machine.
 */
export function randomWord(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
