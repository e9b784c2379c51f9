import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { sha256 } from './digest.ts'

const PREFIX = 'hk_'
const FORM = /^hk_([A-Za-z0-9_-]{43})([0-9a-f]{8})$/u

/** A new API key: shown once, stored as its hashes. */
export interface NewApiKey {
  readonly key: string
  /**
   * Its second form, for clients that know keys of 32 hexadecimal digits only, or put them into the
   * name of the host: 128 random bits.
   */
  readonly compatKey: string
  /** What is shown of it later. */
  readonly prefix: string
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array
  readonly compatHash: Uint8Array
}

/** Makes a key from 256 random bits; its last 8 digits are a CRC-32, so that a typo needs no query. */
export function newApiKey(): NewApiKey {
  const secret = randomBytes(32).toString('base64url')
  const key = `${PREFIX}${secret}${checksumOf(secret)}`
  const compatKey = randomBytes(16).toString('hex')
  return {
    ...{ key, prefix: key.slice(0, 11), hash: sha256(key) },
    ...{ compatKey, compatHash: sha256(compatKey) },
  }
}

const COMPAT_FORM = /^[0-9a-f]{32}$/iu

/** The hash under which a compat key is stored; `undefined` when this cannot be one. Case does not matter. */
export function hashOfCompatKey(text: string): Uint8Array | undefined {
  return COMPAT_FORM.test(text) ? sha256(text.toLowerCase()) : undefined
}

/** The hash under which a key is stored; `undefined` when this cannot be one. */
export function hashOfApiKey(text: string): Uint8Array | undefined {
  const [, secret = '', checksum] = FORM.exec(text) ?? []
  return checksum === checksumOf(secret) ? sha256(text) : undefined
}

/** Whether a credential looks like an API key rather than a token. */
export function isLikeApiKey(text: string): boolean {
  return text.startsWith(PREFIX)
}

function checksumOf(secret: string): string {
  return crc32(secret).toString(16).padStart(8, '0')
}
