import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AccountId } from '../domain/units.ts'
import { newJudgements } from '../testing/rows.ts'
import { batchOf } from './batch.ts'

const claimOf = (accountId: string, size: number, hasKey = false) => ({
  accountId: accountId as AccountId,
  judgements: newJudgements(size),
  idempotency: hasKey ? { key: new Uint8Array(32), request: new Uint8Array(32) } : undefined,
})

describe('batchOf', () => {
  it('numbers accounts in the order of their ids, and the decisions of each as they came', () => {
    const claims = [claimOf('b', 2), claimOf('c', 1, true), claimOf('a', 1), claimOf('b', 3, true)]
    const { judgements, ...batch } = batchOf(claims)
    assert.deepEqual(batch, {
      accounts: ['a', 'b', 'c'],
      wanted: [1, 5, 1],
      owners: [2, 2, 3, 1, 2, 2, 2],
      places: [1, 2, 1, 1, 3, 4, 5],
      slots: [
        { owner: 2, place: 1, first: 1, size: 2 },
        { owner: 3, place: 1, first: 3, size: 1 },
        { owner: 1, place: 1, first: 4, size: 1 },
        { owner: 2, place: 3, first: 5, size: 3 },
      ],
      keyed: [1, 3],
    })
    assert.deepEqual(
      judgements,
      claims.flatMap((claim) => claim.judgements),
    )
  })
})
