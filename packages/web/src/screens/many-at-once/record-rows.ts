import { Refusal } from '@hamlet/client'
import type { LeftOut, NamedRow } from './desk/left-out.ts'
import type { Batch } from './desk/next-batch.ts'

/** What the server answers to a batch: a decision for each of the first texts. */
export interface BatchAnswer {
  readonly decisions: readonly { readonly decision_id?: string }[]
  readonly usage: { readonly remaining: number | null }
}

/** What recording needs. */
export interface RecordDeps {
  readonly nextBatch: (from: number, most: number) => Promise<Batch>
  /** @throws {Refusal} */
  readonly send: (texts: readonly string[], key: string) => Promise<BatchAnswer>
  readonly keepDecision: (rows: readonly number[], ids: readonly string[]) => Promise<void>
  /** Takes rows out that the server does not take. @returns All that is left out by now. */
  readonly leaveOut: (named: readonly NamedRow[]) => Promise<readonly LeftOut[]>
  readonly newKey: () => string
  readonly wait: (milliseconds: number) => Promise<void>
  readonly isStopped: () => boolean
  readonly onProgress: (progress: Recorded) => void
}

/** How far recording is. It can be taken up again where it ended. */
export interface Recorded {
  readonly recorded: number
  /** Rows that cannot be recorded. */
  readonly leftOut: readonly LeftOut[]
  /** The first row that is neither. */
  readonly from: number
  /** The most rows of a batch; fewer where one was too large for the way to the server. */
  readonly most?: number | undefined
  /** Units left this month; `null` for an account without a limit. */
  readonly remaining: number | null
  /** A batch of which it is not known whether it arrived; its key makes it count once. */
  readonly pending?: Pending | undefined
}

interface Pending {
  readonly batch: Batch
  readonly key: string
  /** Whether it was sent and an answer was lost: its rows may be recorded, or not. */
  isUnsure: boolean
}

/** Why recording ended. */
export type RecordEnd =
  | { readonly kind: 'all' | 'quota' | 'stopped' }
  | { readonly kind: 'refused'; readonly error: unknown }

/** How often a batch is sent that gets no answer, or is told to come later. */
const TRIES = 5

const FIRST_WAIT_MS = 1000

/** Content Too Large. RFC 9110, 15.5.14. */
const TOO_LARGE = 413

/**
 * Sends row after row to be decided by the server, in batches, until there are none or no unit is
 * left. A batch that may have been lost is sent again with its key, so that no row is charged twice.
 */
export async function recordRows(deps: RecordDeps, begun: Recorded): Promise<RecordEnd> {
  let so = begun
  for (;;) {
    deps.onProgress(so)
    if (deps.isStopped()) return { kind: 'stopped' }
    const pending = so.pending ?? (await draw(deps, so))
    if (pending.batch.rows.length === 0) return { kind: 'all' }
    if (so.remaining === 0 && so.pending === undefined) return { kind: 'quota' }
    so = { ...so, pending }
    deps.onProgress(so)
    try {
      so = await settle(deps, so, pending, await sendPatiently(deps, pending))
    } catch (error) {
      const next = await afterRefusal(deps, so, pending, error)
      if ('kind' in next) return next
      so = next
    }
  }
}

/** What can be done without, or why nothing can. */
async function afterRefusal(
  deps: RecordDeps,
  so: Recorded,
  { batch, isUnsure }: Pending,
  error: unknown,
): Promise<Recorded | RecordEnd> {
  if (deps.isStopped() && isLost(error)) return { kind: 'stopped' }
  if (!(error instanceof Refusal)) return { kind: 'refused', error }
  const rest = { ...so, pending: undefined }
  if (error.code === 'quota-exhausted') {
    deps.onProgress({ ...rest, remaining: 0 })
    return { kind: 'quota' }
  }
  // A proxy before the server may take less than the server does.
  if (error.status === TOO_LARGE && batch.rows.length > 1) {
    return { ...rest, most: Math.ceil(batch.rows.length / 2) }
  }
  const named = namedRows(error, batch)
  if (named.length === 0) {
    if (!isUnsure) deps.onProgress(rest)
    return { kind: 'refused', error }
  }
  return { ...rest, leftOut: await deps.leaveOut(named) }
}

async function draw(deps: RecordDeps, { from, remaining, most }: Recorded): Promise<Pending> {
  const batch = await deps.nextBatch(from, remaining === 0 ? 1 : (most ?? Infinity))
  return { batch, key: deps.newKey(), isUnsure: false }
}

/** Keeps what was decided. The rows that found no unit are drawn again. */
async function settle(
  deps: RecordDeps,
  so: Recorded,
  { batch }: Pending,
  { decisions, usage }: BatchAnswer,
): Promise<Recorded> {
  const ids = decisions.flatMap(({ decision_id }) => decision_id ?? [])
  await deps.keepDecision(batch.rows.slice(0, ids.length), ids)
  const recorded = so.recorded + ids.length
  const from = batch.rows[ids.length] ?? (batch.rows.at(-1) ?? so.from) + 1
  return { ...so, recorded, from, pending: undefined, remaining: usage.remaining }
}

async function sendPatiently(deps: RecordDeps, pending: Pending): Promise<BatchAnswer> {
  const { batch, key } = pending
  for (let tries = 1; ; tries++) {
    try {
      return await deps.send(batch.texts, key)
    } catch (error) {
      pending.isUnsure ||= isLost(error)
      if (tries === TRIES || !isPassing(error)) throw error
      await deps.wait(FIRST_WAIT_MS * 2 ** (tries - 1))
      // Meanwhile somebody else may have logged in, whose rows these are not.
      if (deps.isStopped()) throw error
    }
  }
}

/** Whether the server may have done what was asked: no answer came, or it was not waited for. */
function isLost(error: unknown): boolean {
  return error instanceof Refusal ? error.isUnsure : error instanceof DOMException
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Refusal)) return false
  return error.isUnsure || ['idempotency-key-running', 'too-many-requests'].includes(error.code)
}

/** The rows that a refusal points at: `#/texts/12`. One that is too large to be sent alone is meant itself. */
function namedRows(
  { faults, code, status, message }: Refusal,
  { rows }: Batch,
): readonly NamedRow[] {
  const [first, ...others] = rows
  if (status === TOO_LARGE && first !== undefined && others.length === 0) {
    return [{ row: first, fault: { code: 'body-too-large', detail: message } }]
  }
  return faults.flatMap(({ pointer, code: ofText = code, limit, detail }) => {
    const place = /^#\/texts\/(\d+)/u.exec(pointer)?.[1]
    const row = rows[Number(place ?? -1)]
    return row === undefined ? [] : { row, fault: { code: ofText, limit, detail } }
  })
}
