import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'
import type { DecisionId, ReportId } from '../domain/units.ts'

/** What begins with the time it was made at. */
type TimeId = DecisionId | ReportId

/** Bytes that one id is made of. */
const BYTES = 16
/** Ids for which random bytes are drawn at once: each drawing is a call into the system. */
const AT_ONCE = 256

/**
 * Opens a source of ids for what is looked through by its time: UUIDs of version 7, each greater than the one before it.
 *
 * Source: RFC 9562, sections 5.7 and 6.2, method 2 (a counter that begins at random each
 * millisecond; when it runs over, or the clock steps back, the time goes on from the last one).
 */
export function openTimeIds<Id extends TimeId>(now: () => Date): () => Id {
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
    const time = now().getTime()
    if (time > msecs) {
      msecs = time
      // 31 bits, so that there is room to count; v7 takes none of these bytes itself.
      seq = new DataView(random.buffer, random.byteOffset).getUint32(0) >>> 1
    } else {
      seq = (seq + 1) >>> 0
      if (seq === 0) msecs++
    }
    return v7({ random, msecs, seq }) as Id
  }
}

/** Below all ids that are made from this moment on, and above those that were made before it. */
export function lowestIdOf<Id extends TimeId>(moment: Date): Id {
  const time = moment.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000` as Id
}
