import type { Judgement } from '../domain/decision.ts'
import type { Usage } from '../domain/quota.ts'
import type { AccountId, DecisionId } from '../domain/units.ts'

/** What one request wants: a unit for each of its judgements, in their order. */
export interface Claim {
  readonly accountId: AccountId
  /** At least one; their ids are new. */
  readonly judgements: readonly Judgement[]
  /** Whether fewer units than judgements are none: it is granted as a whole or not at all. */
  readonly isWhole?: boolean | undefined
  /** Whether its decisions will be looked for by their texts. */
  readonly isFoundByText?: boolean | undefined
  /** Two claims of an account under one key must not wait at once; `openTurn` sees to that. */
  readonly idempotency: IdempotencyHashes | undefined
}

/** SHA-256 of an `Idempotency-Key` and of the request it came with. */
export interface IdempotencyHashes {
  readonly key: Uint8Array
  readonly request: Uint8Array
}

/** What became of a claim. */
export type Receipt =
  /** The first `granted` judgements are stored and paid for; the rest found no unit. */
  | {
      readonly outcome: 'taken'
      readonly granted: number
      readonly at: Date
      readonly usage: Usage
    }
  /** The idempotency key was used within a day; this is what was stored then. */
  | {
      readonly outcome: 'seen'
      readonly requestHash: Uint8Array
      readonly decisionIds: readonly DecisionId[]
      readonly usage: Usage
    }
  /** The account was erased in between. */
  | { readonly outcome: 'gone' }
