import { DomainError } from '../domain/errors.ts'
import type { AccountId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import type { IdempotencyHashes } from '../store/claim.ts'

/** A request that may come twice and shall count once. */
export interface IdempotencyRequest {
  /** The key its sender chose. */
  readonly key: string
  /** What makes two requests the same: the route and the whole body. */
  readonly fingerprint: string
}

/** Keys of requests that are being answered by this process. */
export type RunningKeys = Set<string>

/** A key's turn; `close` lets the next request with it through. */
export interface Turn {
  readonly hashes: IdempotencyHashes | undefined
  readonly close: () => void
}

/**
 * Lets one request at a time through with the same key of the same account. Between nodes the
 * ledger does it: the second one waits there for the first and gets its answer.
 *
 * @throws {DomainError} `idempotency-key-running`.
 */
export function openTurn(
  running: RunningKeys,
  accountId: AccountId,
  request: IdempotencyRequest | undefined,
): Turn {
  if (request === undefined) return { hashes: undefined, close: () => {} }
  const name = `${accountId} ${request.key}`
  if (running.has(name)) throw new DomainError('idempotency-key-running', {})
  running.add(name)
  const hashes = { key: sha256(request.key), request: sha256(request.fingerprint) }
  return { hashes, close: () => running.delete(name) }
}
