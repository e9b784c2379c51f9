import type { Source } from '@hamlet/classifier'
import { answerOf, Refusal } from '@hamlet/client'
import { renewClassifier } from '../../model/use-classifier.ts'
import { forgetAfterDecisions } from '../../queries.ts'
import { api } from '../../session/client.ts'
import { onOwnerGone } from '../../session/on-owner-gone.ts'
import { randomWord } from '../../shared/random-word.ts'

/** What is judged. */
export interface Draft {
  readonly text: string
  readonly source: Source | undefined
}

/** What the server was asked to decide, and the version of the model that judged it here. */
export interface Asked extends Draft {
  readonly version: string
}

/** What the server decided. */
type Decision = Awaited<ReturnType<typeof askServer>>

/** What came of asking; `isLate` if something else was typed before it came. */
export type Outcome =
  | { readonly kind: 'decided'; readonly asked: Asked; readonly decision: Decision }
  | {
      readonly kind: 'refused'
      readonly asked: Asked
      readonly error: unknown
      readonly isLate: boolean
      /** Under which it was sent: sent again, it counts once. */
      readonly key: string
    }

/** All that the screen shows but the judgement. */
export interface Playground extends Draft {
  readonly isAsking: boolean
  /** Of the last time that the server was asked: what was charged is not lost by a key. */
  readonly outcome?: Outcome
}

const EMPTY: Playground = { text: '', source: undefined, isAsking: false }

/**
 * What somebody typed. It outlives the screen, so that they can log in and have the server decide it;
 * it goes with them.
 */
const store = {
  playground: EMPTY,
  /** Another one for whoever comes next, who does not see what was asked before. */
  owner: {},
  listeners: new Set<() => void>(),
}

onOwnerGone(() => {
  store.owner = {}
  become(EMPTY)
})

export function getPlayground(): Playground {
  return store.playground
}

/** Calls `listener` whenever something changed. @returns A function that ends it. */
export function subscribePlayground(listener: () => void): () => void {
  store.listeners.add(listener)
  return () => store.listeners.delete(listener)
}

/** Takes the text in place of the one before. */
export function writeText(text: string): void {
  become({ ...store.playground, text })
}

/** Says where the text comes from. */
export function chooseSource(source: Source | undefined): void {
  become({ ...store.playground, source })
}

/** Has the server decide, and keeps what it said, whatever is typed meanwhile. */
export async function decide(asked: Asked): Promise<void> {
  const { owner } = store
  become({ ...store.playground, isAsking: true })
  const outcome = await outcomeOf(asked, keyFor(asked))
  void forgetAfterDecisions()
  if (store.owner !== owner) return
  become({ ...store.playground, isAsking: false, outcome })
  if (isByAnotherModel(outcome)) void renewClassifier()
}

/** Whether both are the same text from the same source. */
export function isSame(one: Draft, other: Draft): boolean {
  return one.text === other.text && one.source === other.source
}

/** Whether the server decided by another model than the one that judged the text here. */
export function isByAnotherModel(outcome: Outcome): boolean {
  return outcome.kind === 'decided' && outcome.decision.model_version !== outcome.asked.version
}

/** The key of the try before, where that may have been decided though no answer said so. */
function keyFor(asked: Asked): string {
  const { outcome } = store.playground
  if (outcome?.kind !== 'refused' || !isSame(outcome.asked, asked)) return randomWord()
  const { error, key } = outcome
  return error instanceof Refusal && error.isUnsure ? key : randomWord()
}

async function outcomeOf(asked: Asked, key: string): Promise<Outcome> {
  try {
    return { kind: 'decided', asked, decision: await askServer(asked, key) }
  } catch (error) {
    return { kind: 'refused', asked, error, isLate: !isSame(asked, store.playground), key }
  }
}

function askServer({ text, source }: Draft, key: string) {
  const body = { text, ...(source && { source }) }
  const params = { header: { 'idempotency-key': key } }
  return answerOf(api.POST('/v1/classify', { body, params }))
}

function become(playground: Playground): void {
  store.playground = playground
  for (const listener of store.listeners) listener()
}
