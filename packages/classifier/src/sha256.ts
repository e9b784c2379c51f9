/** A SHA-256 in progress. The digest so far may be asked at any time; more bytes may follow it. */
export interface Sha256 {
  readonly update: (bytes: Uint8Array) => void
  /** The 32 bytes of the digest of all bytes so far. */
  readonly digest: () => Uint8Array
}

/** The SHA-256 of some bytes. Source: FIPS 180-4, section 6.2. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const hash = openSha256()
  hash.update(bytes)
  return hash.digest()
}

/** Starts a SHA-256. */
export function openSha256(): Sha256 {
  const state = INITIAL.slice()
  const schedule = new Int32Array(64)
  const block = new Uint8Array(64)
  let length = 0
  return {
    update(bytes) {
      let at = fill(block, length % 64, bytes)
      if (at > 0 && (length + at) % 64 === 0) compress(state, block, 0, schedule)
      for (; at + 64 <= bytes.length; at += 64) compress(state, bytes, at, schedule)
      block.set(bytes.subarray(at))
      length += bytes.length
    },
    digest: () => finish(state.slice(), block.slice(0, length % 64), length, schedule),
  }
}

/** Completes a block of which `used` bytes are there, as far as `bytes` go; tells how far. */
function fill(block: Uint8Array, used: number, bytes: Uint8Array): number {
  if (used === 0) return 0
  const taken = Math.min(64 - used, bytes.length)
  block.set(bytes.subarray(0, taken), used)
  return taken
}

/** Round constants. Source: FIPS 180-4, section 4.2.2. */
const K: Int32Array = Int32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
)

/** Initial state. Source: FIPS 180-4, section 5.3.3. */
const INITIAL: Int32Array = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
)

function finish(state: Int32Array, rest: Uint8Array, length: number, w: Int32Array): Uint8Array {
  const padded = new Uint8Array(rest.length < 56 ? 64 : 128)
  padded.set(rest)
  padded[rest.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(padded.length - 4, length * 8)
  for (let at = 0; at < padded.length; at += 64) compress(state, padded, at, w)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, word] of state.entries()) digest.setInt32(i * 4, word)
  return new Uint8Array(digest.buffer)
}

/** Mixes the 64 bytes at `at` into the state; `w` is scratch space for the message schedule. */
function compress(state: Int32Array, bytes: Uint8Array, at: number, w: Int32Array): void {
  expand(bytes, at, w)
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + (w[i] ?? 0)) | 0
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  add(state, 0, a)
  add(state, 1, b)
  add(state, 2, c)
  add(state, 3, d)
  add(state, 4, e)
  add(state, 5, f)
  add(state, 6, g)
  add(state, 7, h)
}

function expand(bytes: Uint8Array, at: number, w: Int32Array): void {
  for (let i = 0; i < 16; i++) {
    const from = at + i * 4
    w[i] =
      ((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0)
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] ?? 0
    const y = w[i - 2] ?? 0
    const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
    const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
    w[i] = (w[i - 16] ?? 0) + s0 + (w[i - 7] ?? 0) + s1
  }
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function add(state: Int32Array, i: number, word: number): void {
  state[i] = (state[i] ?? 0) + word
}
