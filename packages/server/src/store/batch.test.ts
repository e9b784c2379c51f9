import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AccountId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { newJudgement, newJudgements } from '../testing/rows.ts'
import { batchOf } from './batch.ts'
import type { Claim } from './claim.ts'

const claimOf = (accountId: string, size: number, hasKey = false): Claim => ({
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
      ...{ sites: [], digests: [], wholes: [] },
    })
    assert.deepEqual(
      judgements,
      claims.flatMap((claim) => claim.judgements),
    )
  })

  it('has sites and digests of every decision when one has any', () => {
    const site = 'blog.example.com'
    const texts = [newJudgement({ text: 'a' }), newJudgement({ text: 'é', site })]
    const forgotten = newJudgement({ text: undefined })
    const found = { ...claimOf('b', 0), judgements: [...texts, forgotten], isFoundByText: true }
    const { sites, digests, wholes } = batchOf([claimOf('a', 2), found])
    assert.deepEqual(sites, [undefined, undefined, undefined, site, undefined])
    const none = [undefined, undefined]
    assert.deepEqual(digests, [...none, sha256('a'), sha256('é'), undefined])
    assert.deepEqual(wholes, [])
  })

  it('says of every account whether its claim is a whole one when one is', () => {
    const whole = { ...claimOf('b', 2), isWhole: true }
    const { wholes, wanted } = batchOf([claimOf('c', 1), whole, claimOf('a', 3), claimOf('c', 1)])
    assert.deepEqual(wholes, [false, true, false])
    assert.deepEqual(wanted, [3, 2, 2])
  })
})
