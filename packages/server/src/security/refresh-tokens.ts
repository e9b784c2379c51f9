import { createHmac, randomBytes } from 'node:crypto'
import { sha256 } from './digest.ts'

/** By which a person, or a scanner for leaked secrets, knows a refresh token. */
const PREFIX = 'hr_'
const FORM = /^hr_[A-Za-z0-9_-]{43}$/u

/** A refresh token as it is given out, and what is stored of it. */
export interface RefreshToken {
  readonly token: string
  /** SHA-256, 32 bytes. */
  readonly hash: Uint8Array
}

/** Makes the first token of a family from 256 random bits. */
export function newRefreshToken(): RefreshToken {
  return tokenOf(randomBytes(32))
}

/** The token that somebody shows; `undefined` when it cannot be one. */
export function parseRefreshToken(text: string): RefreshToken | undefined {
  return FORM.test(text) ? { token: text, hash: sha256(text) } : undefined
}

/** 256 random bits that, with a token, make its child. */
export function newNonce(): Uint8Array {
  return randomBytes(32)
}

/**
 * The token that follows `parent`. Who shows the parent again within the grace window gets the same
 * child, though the store holds neither: it takes the nonce from there and the parent from the
 * caller.
 */
export function childOf(parent: RefreshToken, nonce: Uint8Array): RefreshToken {
  return tokenOf(createHmac('sha256', parent.token).update(nonce).digest())
}

function tokenOf(bits: Buffer): RefreshToken {
  const token = PREFIX + bits.toString('base64url')
  return { token, hash: sha256(token) }
}
