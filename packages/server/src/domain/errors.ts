import type { Period } from './quota.ts'
import type { Seconds, Units } from './units.ts'

/** What may be wrong with one part of a request; a code keeps its meaning. */
export const FAULT_CODES = [
  'empty',
  'in-the-past',
  'malformed',
  'missing',
  'not-allowed',
  'not-one-of',
  'not-unicode',
  'taken',
  'too-few',
  'too-large',
  'too-long',
  'too-many',
  'too-short',
  'too-small',
  'unknown',
  'wrong',
  'wrong-type',
] as const

/** The closed table of what may be wrong; docs/problems.md tells what each means. */
export type FaultCode = (typeof FAULT_CODES)[number]

/** One fault of what was sent: where (a JSON Pointer after `#`), which, and why in words. */
export interface InputFault {
  readonly pointer: string
  readonly code: FaultCode
  readonly detail: string
  /** The number that was not kept to, where a code is about one. */
  readonly limit?: number
}

/** A text of a request that cannot be judged, and why. */
export interface TextFault {
  readonly pointer: string
  readonly code: Extract<FaultCode, 'empty' | 'too-long'>
}

/** Every such text of a request, in its order, and how many characters the longest one may have. */
interface TextFaults {
  readonly texts: readonly TextFault[]
  readonly limit: number
}

/** Everything that may be refused, each with the facts its reader needs to act on it. */
export interface DomainErrors {
  'account-disabled': Record<never, never>
  'account-exists': { readonly fields: readonly ('email' | 'username' | 'document_number')[] }
  'account-not-found': Record<never, never>
  'database-unavailable': Record<never, never>
  'decision-not-found': Record<never, never>
  'document-invalid': Record<never, never>
  'idempotency-key-invalid': Record<never, never>
  'idempotency-key-reused': Record<never, never>
  'idempotency-key-running': Record<never, never>
  'invalid-credentials': Record<never, never>
  'invalid-request': { readonly faults: readonly InputFault[] }
  'invalid-refresh-token': Record<never, never>
  'invalid-scope': { readonly available: readonly string[]; readonly pointer: string }
  'invalid-token': { readonly credential: 'missing' | 'bad' }
  'key-not-found': Record<never, never>
  'last-admin': Record<never, never>
  'missing-scope': { readonly scope: string }
  overloaded: Record<never, never>
  'password-too-short': { readonly minimum: number; readonly pointer: string }
  'quota-exhausted': { readonly used: Units; readonly limit: Units; readonly period: Period }
  'report-not-found': Record<never, never>
  'session-header-missing': Record<never, never>
  'session-not-found': Record<never, never>
  'text-empty': TextFaults
  'text-too-long': TextFaults
  'too-many-attempts': { readonly retryAfter: Seconds }
  'too-many-reports': { readonly limit: number; readonly retryAfter: Seconds }
  'too-many-requests': { readonly limit: number; readonly retryAfter: Seconds }
  'wrong-password': { readonly pointer: string }
}

/** The closed table of codes; `http/problem.ts` has a row for each, or does not compile. */
export type DomainErrorCode = keyof DomainErrors

/**
 * A refusal that its reader can understand and act on. It knows nothing of HTTP or of exit
 * statuses: `http/problem.ts` and `cli.ts` each map it once.
 */
export class DomainError<Code extends DomainErrorCode = DomainErrorCode> extends Error {
  override readonly name = 'DomainError'
  readonly code: Code
  readonly facts: DomainErrors[Code]

  constructor(code: Code, facts: DomainErrors[Code], options?: ErrorOptions) {
    super(code, options)
    this.code = code
    this.facts = facts
  }
}

/** Whether this is a refusal with that very code. */
export function isDomainError<Code extends DomainErrorCode>(
  error: unknown,
  code: Code,
): error is DomainError<Code> {
  return error instanceof DomainError && error.code === code
}
