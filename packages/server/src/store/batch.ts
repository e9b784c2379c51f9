import type { Judgement } from '../domain/decision.ts'
import type { AccountId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import type { Claim } from './claim.ts'

/** Claims as `take_units` of migration 0006 reads them: what its parameters hold, in columns. */
export interface Batch {
  /** Distinct, ascending. */
  readonly accounts: readonly AccountId[]
  /** Units wanted, by account. */
  readonly wanted: readonly number[]
  /** A decision each: whose it is, as an index from 1 on, and its place among the owner's, from 1 on. */
  readonly owners: readonly number[]
  readonly places: readonly number[]
  readonly judgements: readonly Judgement[]
  /** By the same; empty when no decision has one. */
  readonly sites: readonly (string | undefined)[]
  readonly digests: readonly (Uint8Array | undefined)[]
  /** By account, whether its one claim is granted as a whole or not at all; empty when none is. */
  readonly wholes: readonly boolean[]
  /** A claim each. */
  readonly slots: readonly Slot[]
  /** Indices of the claims that have an idempotency key. */
  readonly keyed: readonly number[]
}

/** Where a claim's decisions stand in a batch. */
interface Slot {
  /** Its account, from 1 on. */
  readonly owner: number
  /** The place of its first decision among those of its account, from 1 on. */
  readonly place: number
  /** The index of its first decision, from 1 on; the others follow. */
  readonly first: number
  readonly size: number
}

/**
 * Puts claims into columns; one that is granted as a whole is the only one of its account. Who
 * came first is served first, of each account.
 */
export function batchOf(claims: readonly Claim[]): Batch {
  const accounts = [...new Set(claims.map(({ accountId }) => accountId))].sort()
  const numbers = new Map(accounts.map((id, i) => [id, i + 1]))
  const wanted = accounts.map(() => 0)
  const [owners, places, judgements, slots]: [number[], number[], Judgement[], Slot[]] = [
    [],
    [],
    [],
    [],
  ]
  for (const claim of claims) {
    const owner = numbers.get(claim.accountId) ?? 0
    let place = wanted[owner - 1] ?? 0
    slots.push({
      owner,
      place: place + 1,
      first: judgements.length + 1,
      size: claim.judgements.length,
    })
    for (const judgement of claim.judgements) {
      owners.push(owner)
      places.push(++place)
      judgements.push(judgement)
    }
    wanted[owner - 1] = place
  }
  const keyed = [...claims.keys()].filter((i) => claims[i]?.idempotency !== undefined)
  return {
    ...{ accounts, wanted, owners, places, judgements, slots, keyed },
    ...whatFewHave(claims, accounts),
  }
}

/** Most batches have none of it, and pay nothing for it. */
function whatFewHave(
  claims: readonly Claim[],
  accounts: readonly AccountId[],
): Pick<Batch, 'sites' | 'digests' | 'wholes'> {
  const hasSite = claims.some(({ judgements }) => judgements.some(({ site }) => site !== undefined))
  const hasDigest = claims.some(({ isFoundByText }) => isFoundByText)
  const whole = new Set(claims.filter(({ isWhole }) => isWhole).map(({ accountId }) => accountId))
  return {
    sites: hasSite ? claims.flatMap(({ judgements }) => judgements.map(({ site }) => site)) : [],
    digests: hasDigest ? claims.flatMap(digestsOf) : [],
    wholes: whole.size > 0 ? accounts.map((id) => whole.has(id)) : [],
  }
}

function digestsOf({ judgements, isFoundByText }: Claim): (Uint8Array | undefined)[] {
  return judgements.map(({ text }) =>
    isFoundByText && text !== undefined ? sha256(text) : undefined,
  )
}
