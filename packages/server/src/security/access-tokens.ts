import { createHash, hkdfSync } from 'node:crypto'
import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { Scope } from '../domain/account.ts'
import type { AccountId, Seconds, SessionId } from '../domain/units.ts'
import type { Secret } from './secret.ts'

/** What an access token says. */
export interface AccessClaims {
  readonly accountId: AccountId
  readonly sessionId: SessionId
  readonly scopes: readonly Scope[]
}

/** A token's claims, and the moment from which they are void. */
export interface VerifiedClaims extends AccessClaims {
  readonly expiresAt: Date
}

/** Makes and reads access tokens: claims of a JWT inside a JWE. */
export interface AccessTokens {
  readonly life: Seconds
  readonly seal: (claims: AccessClaims, now: Date) => Promise<string>
  /** The claims of a token that is whole, ours and not expired; otherwise `undefined`. */
  readonly open: (token: string, now: Date) => Promise<VerifiedClaims | undefined>
}

/** Who makes the tokens and whom they are for; stored for good, access-tokens.test.ts freezes both. */
const ISSUER = 'hamlet'
const AUDIENCE = 'hamlet-api'

interface Key {
  readonly id: string
  readonly bytes: Uint8Array
}

/**
 * Builds the tokens of one set of secrets.
 *
 * @param secret    64 hexadecimal digits; every new token is sealed with it.
 * @param previous  Former secrets, whose tokens are still opened.
 * @throws {RangeError} A secret is not of that form: a shorter one would make a key that is guessed.
 *
 * Source: RFC 7516 (JWE, `dir` and `A256GCM`), RFC 7519 (JWT), RFC 5869 (HKDF).
 */
export function buildAccessTokens(
  secret: Secret,
  previous: readonly Secret[],
  life: Seconds,
): AccessTokens {
  const current = keyOf(secret)
  const keys = new Map([...previous.map(keyOf), current].map((key) => [key.id, key.bytes]))
  return {
    life,
    seal: (claims, now) => seal(current, claims, now, life),
    open: (token, now) => open(keys, token, now),
  }
}

/** One key for one purpose, so that the secret itself encrypts nothing. */
function keyOf(secret: Secret): Key {
  const root = Buffer.from(secret.reveal(), 'hex')
  if (root.length !== 32) throw new RangeError('a secret must be 64 hexadecimal digits')
  const bytes = new Uint8Array(hkdfSync('sha256', root, '', 'hamlet access token v1', 32))
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  return { id, bytes }
}

function seal(key: Key, claims: AccessClaims, now: Date, life: Seconds): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000)
  return new EncryptJWT({ sid: claims.sessionId, scope: claims.scopes.join(' ') })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.id, typ: 'JWT' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(claims.accountId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + life)
    .encrypt(key.bytes)
}

async function open(
  keys: ReadonlyMap<string, Uint8Array>,
  token: string,
  now: Date,
): Promise<VerifiedClaims | undefined> {
  try {
    const { payload } = await jwtDecrypt(token, ({ kid = '' }) => keyNamed(keys, kid), {
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'JWT',
      currentDate: now,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['sub', 'exp', 'sid'],
    })
    const { sub, exp = 0, sid, scope } = payload
    return {
      accountId: sub as AccountId,
      sessionId: String(sid) as SessionId,
      scopes: String(scope ?? '')
        .split(' ')
        .filter(Boolean) as Scope[],
      expiresAt: new Date(exp * 1000),
    }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

function keyNamed(keys: ReadonlyMap<string, Uint8Array>, id: string): Uint8Array {
  const key = keys.get(id)
  if (key === undefined) throw new errors.JWEDecryptionFailed()
  return key
}
