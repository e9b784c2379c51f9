import { setImmediate } from 'node:timers/promises'
import type { Classifier, Reason, Source } from '@hamlet/classifier'
import type { Caller } from '../domain/account.ts'
import { checkSite, checkTexts, type Decision, type Judgement } from '../domain/decision.ts'
import { DomainError } from '../domain/errors.ts'
import { type Usage, unitsLeft } from '../domain/quota.ts'
import type { DecisionId, ModelVersion, Units } from '../domain/units.ts'
import type { Claim, IdempotencyHashes, Receipt } from '../store/claim.ts'
import type { Database } from '../store/database.ts'
import { findDecisions } from '../store/decisions.ts'
import { wasAnswered } from '../store/idempotency.ts'
import type { Ledger } from '../store/ledger.ts'
import { type IdempotencyRequest, openTurn, type RunningKeys } from './idempotency.ts'
import type { Models } from './models.ts'

/** What classifying needs. */
export interface ClassifyDeps {
  readonly db: Database
  readonly models: Models
  readonly ledger: Ledger
  readonly runningKeys: RunningKeys
  /** Ids that begin with the time, each greater than the one before it. */
  readonly newDecisionId: () => DecisionId
  readonly maxTextChars: number
  /** Whether texts are kept with their decisions. */
  readonly storesTexts: boolean
}

/** Texts to judge, in one request. */
export interface ClassifyRequest {
  /** At least one. */
  readonly texts: readonly string[]
  readonly source?: Source | undefined
  /** The version that judges; the champion when left out. */
  readonly classifier?: Classifier | undefined
  /** The site that they were sent to: 1 to `MOST_SITE_UNITS` UTF-16 units. */
  readonly site?: string | undefined
  /** Whether the caller will name the decisions by their texts, having no ids. */
  readonly isFoundByText?: boolean | undefined
  /** Whether to refuse all of them when there are fewer units than texts. */
  readonly isWhole?: boolean | undefined
  /** Whether the caller wants the texts not to be kept. */
  readonly isForgotten?: boolean | undefined
  readonly idempotency?: IdempotencyRequest | undefined
  /** Where a text stands in the request, as a JSON Pointer after `#`. */
  readonly pointerOf: (index: number) => string
}

/**
 * What a request gets: a decision for each of the first texts, as many as there were units; for each
 * of all, where it is answered as a whole.
 */
export interface Classified {
  readonly decisions: readonly Judgement[]
  readonly usage: Usage
}

/** What no request is charged for less than: one text, one unit. */
const NO_UNITS = 0 as Units

/**
 * Judges texts and charges their caller a unit for each, durably, before it answers.
 *
 * Texts are checked before anything is charged, so a refused request costs nothing.
 *
 * @throws {DomainError} `invalid-request` (not Unicode), `text-empty`, `text-too-long`,
 *   `quota-exhausted` (not even the first text found a unit, or not every text of a request that is
 *   answered as a whole), `idempotency-key-reused`, `idempotency-key-running`, `overloaded`,
 *   `database-unavailable`.
 */
export async function classifyTexts(
  deps: ClassifyDeps,
  caller: Caller,
  request: ClassifyRequest,
): Promise<Classified> {
  checkSite(request.site)
  checkTexts(request.texts, request.pointerOf, deps.maxTextChars)
  const turn = openTurn(deps.runningKeys, caller.accountId, request.idempotency)
  try {
    const texts = await affordable(deps, caller, request, turn.hashes)
    const judgements = await judgeAll(deps, { ...request, texts })
    const { isWhole, isFoundByText } = request
    const claim = {
      ...{ accountId: caller.accountId, judgements, idempotency: turn.hashes },
      ...{ isWhole: isWhole && judgements.length > 1, isFoundByText },
    }
    return await settle(deps, claim, await deps.ledger.record(claim))
  } finally {
    turn.close()
  }
}

/** Texts from which on it is worth a query to know how many can be paid for. */
const MANY = 20

/**
 * The texts that can be paid for as things stand, the first ones: an account without units must not have
 * thousands judged. The ledger decides. What was answered before under this key is for free.
 *
 * @throws {DomainError} `quota-exhausted`.
 */
async function affordable(
  { db, ledger }: ClassifyDeps,
  { accountId }: Caller,
  { texts, isWhole = false }: ClassifyRequest,
  hashes: IdempotencyHashes | undefined,
): Promise<readonly string[]> {
  if (texts.length < MANY) return texts
  const usage = await ledger.readUsage(accountId)
  const left = usage && unitsLeft(usage)
  if (usage?.limit === undefined || left === undefined || left >= texts.length) return texts
  if (hashes && (await wasAnswered(db, accountId, hashes.key))) return texts
  const { used, limit, period } = usage
  if (left === 0 || isWhole) throw new DomainError('quota-exhausted', { used, limit, period })
  return texts.slice(0, left)
}

/**
 * Why a text was judged as it was, by the version that judged it: at most `count` reasons, and the
 * rest in one.
 */
export async function reasonsOf(
  deps: Pick<ClassifyDeps, 'models'>,
  { modelVersion, source }: Pick<Decision, 'modelVersion' | 'source'>,
  text: string,
  count: number,
): Promise<{ readonly bias: number; readonly reasons: readonly Reason[] } | undefined> {
  const classifier = await deps.models.find(modelVersion)
  return classifier?.explain(text, source, count)
}

/** Milliseconds of judging after which others get their turn on the event loop. */
const TURN_MS = 20

/** Judges all texts by the same version. */
async function judgeAll(
  deps: ClassifyDeps,
  request: ClassifyRequest,
): Promise<readonly Judgement[]> {
  const { classifier = deps.models.champion } = request
  const judgements: Judgement[] = []
  let turnEnds = performance.now() + TURN_MS
  for (const text of request.texts) {
    judgements.push(judge(deps, classifier, text, request))
    if (performance.now() < turnEnds) continue
    await setImmediate()
    turnEnds = performance.now() + TURN_MS
  }
  return judgements
}

function judge(
  { newDecisionId, storesTexts }: ClassifyDeps,
  classifier: Classifier,
  text: string,
  { source, site, isForgotten = false }: ClassifyRequest,
): Judgement {
  const { label, verdict, spamProbability } = classifier.classify(text, source)
  const id = newDecisionId()
  const modelVersion = classifier.version as ModelVersion
  const kept = storesTexts && !isForgotten ? text : undefined
  return { id, label, verdict, spamProbability, modelVersion, source, site, text: kept }
}

async function settle(deps: ClassifyDeps, claim: Claim, receipt: Receipt): Promise<Classified> {
  switch (receipt.outcome) {
    case 'gone':
      throw new DomainError('invalid-token', { credential: 'bad' })
    case 'seen':
      return replay(deps, claim, receipt)
    case 'taken': {
      const { granted, usage } = receipt
      if (granted > 0) return { decisions: claim.judgements.slice(0, granted), usage }
      const { used, limit = NO_UNITS, period } = usage
      throw new DomainError('quota-exhausted', { used, limit, period })
    }
  }
}

/** What was answered before under this idempotency key; another request under it is refused. */
async function replay(
  { db }: ClassifyDeps,
  { accountId, idempotency }: Claim,
  { requestHash, decisionIds, usage }: Extract<Receipt, { outcome: 'seen' }>,
): Promise<Classified> {
  const isSame = idempotency && Buffer.compare(idempotency.request, requestHash) === 0
  if (!isSame) throw new DomainError('idempotency-key-reused', {})
  return { decisions: await findDecisions(db, accountId, decisionIds), usage }
}
