import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { DecisionId } from '../domain/units.ts'

/** Bytes that one id is made of. */
const BYTES = 16
/** Ids for which random bytes are drawn at once: each drawing is a call into the system. */
const AT_ONCE = 256

/**
 * Opens a source of ids for decisions: UUIDs of version 7, each greater than the one before it.
 *
 * Source: RFC 9562, sections 5.7 and 6.2, method 2 (a counter that begins at random each
 * millisecond; when it runs over, or the clock steps back, the time goes on from the last one).
 */
export function openDecisionIds(): () => DecisionId {
  const pool = new Uint8Array(BYTES * AT_ONCE)
  let next = pool.length
  let msecs = 0
  let seq = 0
  return () => {
    if (next === pool.length) {
      randomFillSync(pool)
      next = 0
    }
    const random = pool.subarray(next, next + BYTES)
    next += BYTES
    const now = Date.now()
    if (now > msecs) {
      msecs = now
      // 31 bits, so that there is room to count; v7 takes none of these bytes itself.
      seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
    } else {
      seq = (seq + 1) >>> 0
      if (seq === 0) msecs++
    }
    return v7({ random, msecs, seq }) as DecisionId
  }
}
