import assert from 'node:assert/strict'
import { hkdfSync } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decodeProtectedHeader, EncryptJWT, SignJWT, UnsecuredJWT } from 'jose'
import type { AccountId, Seconds, SessionId } from '../domain/units.ts'
import { type AccessClaims, buildAccessTokens } from './access-tokens.ts'
import { Secret } from './secret.ts'

const NOON = new Date('2026-05-15T12:00:00Z')
const NOON_SECONDS = NOON.getTime() / 1000
const after = (milliseconds: number) => new Date(NOON.getTime() + milliseconds)

const CLAIMS: AccessClaims = {
  accountId: '0197aaaa-0000-7000-8000-000000000001' as AccountId,
  sessionId: '0197aaaa-0000-7000-8000-000000000002' as SessionId,
  scopes: ['spam_ml', 'account'],
}

const secretOf = (digit: string) => new Secret(`${digit}${TEST_SECRET.slice(1)}`)
const build = (secret = new Secret(TEST_SECRET), previous: readonly Secret[] = []) =>
  buildAccessTokens(secret, previous, 3600 as Seconds)

/** Not a secret of anybody's. */
const TEST_SECRET = '1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90b'

/** The key of `TEST_SECRET`, made as RFC 5869 says, not by the code that is tested. */
const KEY = new Uint8Array(
  hkdfSync('sha256', Buffer.from(TEST_SECRET, 'hex'), '', 'hamlet access token v1', 32),
)
const KID = '435d00e987b4a719'
const HEADER = { alg: 'dir', enc: 'A256GCM', kid: KID, typ: 'JWT' }
const PAYLOAD = {
  ...{ iss: 'hamlet', aud: 'hamlet-api', sub: CLAIMS.accountId, sid: CLAIMS.sessionId },
  ...{ scope: 'spam_ml account', iat: NOON_SECONDS, exp: NOON_SECONDS + 3600 },
}
const forge = (payload: object, header: object = HEADER, key: Uint8Array = KEY) =>
  new EncryptJWT({ ...payload }).setProtectedHeader({ ...HEADER, ...header }).encrypt(key)

/** Sealed on the first day, with `TEST_SECRET`, at noon; it must open as long as version 1 lives. */
const FROZEN =
  'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIiwia2lkIjoiNDM1ZDAwZTk4N2I0YTcxOSIsInR5cCI6IkpXVCJ9..quFJkxWqqavm3bQa.Z8niGFbYzn8v0j3YXXDXtilIrqjmwu4MCOTz1dFEZ5UNVHeC7LTWY20dQ7Fut2ZJTJrAxPIf2S_rM6lRAidnRjVf5ZDz9zt1hzsZzSOlpFnLyC_jvRwFniRzFfZhWcjPrCHTf-9xng6rkTrznfP2_LLGePML21aTTsqZl-jewAJEuxN1zarQ_YOMzWroHFr_hWkzQtYTCzGZ6vlAbPkigKMfJBumTwpoyu_P7jRV_Xjo1Iy5xtalpVk.M05KFIjpYKahivRd-xQBtA'

const OPENED = { ...CLAIMS, expiresAt: after(3_600_000) }

describe('an access token', () => {
  it('has this header and these claims, and no other', async () => {
    const token = await build().seal(CLAIMS, NOON)
    assert.deepEqual(decodeProtectedHeader(token), HEADER)
    const forged = await forge(PAYLOAD)
    assert.deepEqual(await build().open(forged, NOON), OPENED)
    assert.deepEqual(await build().open(token, NOON), OPENED)
    assert.equal(token.length, forged.length)
  })

  it('that was sealed on the first day still opens', async () => {
    assert.deepEqual(await build().open(FROZEN, NOON), OPENED)
  })

  it('is never the same twice', async () => {
    assert.notEqual(await build().seal(CLAIMS, NOON), await build().seal(CLAIMS, NOON))
  })

  it('is void from the very second of its expiry, by the clock that is given', async () => {
    const tokens = build()
    const token = await tokens.seal(CLAIMS, after(999))
    assert.deepEqual(await tokens.open(token, after(3_599_999)), OPENED)
    assert.equal(await tokens.open(token, after(3_600_000)), undefined)
    assert.equal(await tokens.open(token, new Date('2030-01-01T00:00:00Z')), undefined)
  })

  it('may have no scope at all, when its account lost those that its session had', async () => {
    const tokens = build()
    const token = await tokens.seal({ ...CLAIMS, scopes: [] }, NOON)
    assert.deepEqual((await tokens.open(token, NOON))?.scopes, [])
  })
})

describe('the secrets of access tokens', () => {
  const [former, older, stranger] = ['2', '3', '4'].map(secretOf)

  it('each have a key id of their own, which never holds the secret', async () => {
    const kids = await Promise.all(
      [new Secret(TEST_SECRET), former, older, stranger].map(async (secret) => {
        const { kid } = decodeProtectedHeader(await build(secret).seal(CLAIMS, NOON))
        return String(kid)
      }),
    )
    assert.equal(kids[0], KID)
    assert.equal(new Set(kids).size, 4)
    for (const kid of kids) assert.ok(!TEST_SECRET.includes(kid))
  })

  it('of the past still open their tokens, but seal none', async () => {
    assert.ok(former && older && stranger)
    const tokens = build(new Secret(TEST_SECRET), [former, older])
    for (const secret of [former, older]) {
      assert.ok(await tokens.open(await build(secret).seal(CLAIMS, NOON), NOON))
    }
    assert.equal(await tokens.open(await build(stranger).seal(CLAIMS, NOON), NOON), undefined)
    assert.equal(await build(former).open(await tokens.seal(CLAIMS, NOON), NOON), undefined)
  })

  it('must be 256 bits, or there are no tokens at all', () => {
    for (const text of ['', 'ab', 'zz'.repeat(32), TEST_SECRET.slice(2), `${TEST_SECRET}00`]) {
      assert.throws(() => build(new Secret(text)), RangeError)
      assert.throws(() => build(new Secret(TEST_SECRET), [new Secret(text)]), RangeError)
    }
  })
})

describe('what is not a token of ours', () => {
  const isRefused = async (token: string) =>
    assert.equal(await build().open(token, NOON), undefined)

  for (const [what, payload] of Object.entries({
    'for another audience': { ...PAYLOAD, aud: 'hamlet' },
    'for nobody': { ...PAYLOAD, aud: undefined },
    'from another issuer': { ...PAYLOAD, iss: 'claudius' },
    'without an account': { ...PAYLOAD, sub: undefined },
    'without a session': { ...PAYLOAD, sid: undefined },
    'without an expiry': { ...PAYLOAD, exp: undefined },
    'not yet valid': { ...PAYLOAD, nbf: NOON_SECONDS + 60 },
  })) {
    it(`is refused: ${what}`, async () => isRefused(await forge(payload)))
  }

  it('is refused: another type, no key id, or one that nobody knows', async () => {
    for (const header of [{ typ: 'at+jwt' }, { kid: undefined }, { kid: '0'.repeat(16) }]) {
      await isRefused(await forge(PAYLOAD, header))
    }
  })

  it('is refused: another algorithm, even with the right key', async () => {
    await isRefused(await forge(PAYLOAD, { alg: 'A256GCMKW' }))
    await isRefused(await forge(PAYLOAD, { alg: 'A256KW' }))
    await isRefused(await forge(PAYLOAD, { enc: 'A128GCM' }, KEY.slice(0, 16)))
    await isRefused(await forge(PAYLOAD, { enc: 'A128CBC-HS256' }))
  })

  it('is refused: claims that are signed or bare instead of encrypted', async () => {
    const signed = (key: Uint8Array) =>
      new SignJWT(PAYLOAD).setProtectedHeader({ alg: 'HS256', kid: KID, typ: 'JWT' }).sign(key)
    await isRefused(await signed(KEY))
    await isRefused(await signed(Buffer.from(TEST_SECRET, 'hex')))
    await isRefused(await signed(Buffer.from(TEST_SECRET)))
    await isRefused(new UnsecuredJWT(PAYLOAD).encode())
    const header = Buffer.from(JSON.stringify({ ...HEADER, alg: 'none' })).toString('base64url')
    const claims = Buffer.from(JSON.stringify(PAYLOAD)).toString('base64url')
    for (const tail of ['', '.', '..', '...']) await isRefused(`${header}.${claims}${tail}`)
  })

  it('is refused: a token cut short anywhere', async () => {
    for (let length = 0; length < FROZEN.length; length++) await isRefused(FROZEN.slice(0, length))
  })

  it('is refused: a token with one character changed', async () => {
    // The last character of a part holds bits that are not used: leave those out.
    const places = Array.from(FROZEN, (_, i) => i).filter(
      (i) => !/^(?:\.|$)/u.test(FROZEN.slice(i + 1)),
    )
    const property = fc.asyncProperty(
      fc.constantFrom(...places),
      fc.string({ minLength: 1, maxLength: 1 }),
      async (place, other) => {
        fc.pre(FROZEN[place] !== other)
        await isRefused(FROZEN.slice(0, place) + other + FROZEN.slice(place + 1))
      },
    )
    await fc.assert(property, { seed: 15, numRuns: 300 })
  })

  it('is refused: anything else, without ever throwing', async () => {
    const part = fc.oneof(
      fc.string(),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
    )
    const property = fc.asyncProperty(fc.array(part, { maxLength: 6 }), (parts) =>
      isRefused(parts.join('.')),
    )
    await fc.assert(property, { seed: 15, numRuns: 200 })
  })
})
