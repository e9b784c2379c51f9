import { answerOf } from '@hamlet/client'
import { proxy, type Remote, wrap } from 'comlink'
import { loadModelFile } from '../../model/load-model-file.ts'
import { forgetAfterDecisions } from '../../queries.ts'
import { api } from '../../session/client.ts'
import { onOwnerGone } from '../../session/on-owner-gone.ts'
import { randomWord } from '../../shared/random-word.ts'
import type { Desk, Judged, Progress } from './desk/desk.ts'
import type { FileFault } from './desk/file-fault.ts'
import type { Plan } from './desk/file-plan.ts'
import type { Look } from './desk/look.ts'
import { type RecordEnd, type Recorded, recordRows } from './record-rows.ts'

/** How far somebody is with a file. */
export type Phase =
  | { readonly kind: 'start'; readonly fault?: FileFault; readonly name?: string }
  | { readonly kind: 'looking'; readonly file: File }
  | Looked
  | { readonly kind: 'judging'; readonly file: File; readonly progress?: Progress }
  | { readonly kind: 'judged'; readonly file: File; readonly judged: Judged }

/** A file before it is judged; again, with what was planned, where that could not be done. */
export interface Looked {
  readonly kind: 'looked'
  readonly file: File
  readonly look: Look
  readonly plan?: Plan
  readonly error?: unknown
}

/** What was recorded of it; `end` is missing while it goes on. */
export interface Recording extends Recorded {
  readonly end?: RecordEnd | undefined
  readonly isStopping?: boolean
}

/** All that the screen shows. */
export interface Many {
  readonly phase: Phase
  readonly recording?: Recording | undefined
}

/**
 * One file and what was found in it. It outlives the screen, so that somebody can log in and come back
 * before they record it, or go on when their session has ended. It goes when they log out, or somebody
 * else logs in.
 */
interface Store {
  many: Many
  worker: Worker | undefined
  desk: Remote<Desk> | undefined
  /** Ends the request that records rows, and the rest before the next. */
  recording: AbortController | undefined
  readonly listeners: Set<() => void>
}

/** How long a batch may take; then it is sent again with its key. */
const PATIENCE_MS = 120_000

/** How long whoever stops a recording waits for its last batch, which may come to nothing. */
const GRACE_MS = 5000

const store: Store = {
  many: { phase: { kind: 'start' } },
  worker: undefined,
  desk: undefined,
  recording: undefined,
  listeners: new Set(),
}

onOwnerGone(reset)

export function getMany(): Many {
  return store.many
}

/** Calls `listener` whenever something changed. @returns A function that ends it. */
export function subscribeMany(listener: () => void): () => void {
  store.listeners.add(listener)
  return () => store.listeners.delete(listener)
}

/** Forgets the file and what was found. */
export function reset(): void {
  store.worker?.terminate()
  Object.assign(store, { worker: undefined, desk: undefined })
  become({ phase: { kind: 'start' } })
}

/** Says what is wrong with a file, and forgets the one before. */
export function refuse(fault: FileFault, name?: string): void {
  reset()
  become({ phase: { kind: 'start', fault, ...(name !== undefined && { name }) } })
}

/** Takes a first look at a file, in place of the one before. */
export async function choose(file: File): Promise<void> {
  reset()
  become({ phase: { kind: 'looking', file } })
  const desk = openDesk()
  const look = await desk.look(file)
  if (store.desk !== desk) return
  if ('fault' in look) return refuse(look.fault, file.name)
  become({ phase: { kind: 'looked', file, look } })
}

/** Judges the file that was looked at. */
export async function judge(file: File, look: Look, plan: Plan): Promise<void> {
  const { desk } = store
  if (desk === undefined) return
  become({ phase: { kind: 'judging', file } })
  const onProgress = (progress: Progress) => {
    // It comes on a way of its own, and may come when all is judged.
    const isJudging = store.desk === desk && store.many.phase.kind === 'judging'
    if (isJudging) become({ phase: { kind: 'judging', file, progress } })
  }
  try {
    const model = await loadModelFile()
    const judged = await desk.judge({ file, plan, model }, proxy(onProgress))
    if (store.desk === desk) become({ phase: { kind: 'judged', file, judged } })
  } catch (error) {
    if (store.desk === desk) become({ phase: { kind: 'looked', file, look, plan, error } })
  }
}

/** Ends the judging; what was judged by then stays. */
export function stopJudging(): void {
  void theDesk().stop()
}

/** Records the rows that are left, from where it ended before. @param remaining  Units of the month. */
export async function record(remaining: number | null): Promise<void> {
  const { phase, recording } = store.many
  if (phase.kind !== 'judged') return
  const desk = theDesk()
  const { leftOut } = phase.judged
  const begun = { recorded: 0, leftOut, from: 0, ...recording, remaining, end: undefined }
  const show = (recorded: Recorded) => {
    if (store.desk !== desk) return
    const { isStopping = false } = store.many.recording ?? {}
    become({ ...store.many, recording: { ...recorded, isStopping } })
  }
  become({ ...store.many, recording: { ...begun, isStopping: false } })
  store.recording = new AbortController()
  const { signal } = store.recording
  const deps = {
    nextBatch: desk.nextBatch,
    keepDecision: desk.keepDecision,
    leaveOut: desk.leaveOut,
    send: (texts: readonly string[], key: string) => sendBatch(texts, key, signal),
    newKey: randomWord,
    wait: (milliseconds: number) => waitFor(milliseconds, signal),
    isStopped: () => store.desk !== desk || store.many.recording?.isStopping === true,
    onProgress: show,
  }
  const end = await recordRows(deps, begun).catch(
    (error: unknown) => ({ kind: 'refused', error }) as const,
  )
  void forgetAfterDecisions()
  if (store.desk !== desk || store.many.recording === undefined) return
  become({ ...store.many, recording: { ...store.many.recording, isStopping: false, end } })
}

/** Ends the recording after the batch that is under way, for which it does not wait long. */
export function stopRecording(): void {
  const { recording } = store.many
  if (recording === undefined) return
  become({ ...store.many, recording: { ...recording, isStopping: true } })
  const { recording: controller } = store
  setTimeout(() => controller?.abort(), GRACE_MS)
}

/** Where the file lies. @throws {RangeError} Before one was chosen. */
export function theDesk(): Remote<Desk> {
  if (store.desk === undefined) throw new RangeError('no file was chosen')
  return store.desk
}

function waitFor(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, milliseconds)
    stop.addEventListener('abort', () => done())
  })
}

function openDesk(): Remote<Desk> {
  const worker = new Worker(new URL('./desk/worker.ts', import.meta.url), { type: 'module' })
  // Its script could not be loaded: the server is gone, or has a newer page.
  worker.addEventListener('error', () => {
    if (store.worker === worker) refuse({ code: 'no-worker' })
  })
  store.worker = worker
  store.desk = wrap<Desk>(worker)
  return store.desk
}

function become(many: Many): void {
  store.many = many
  for (const listener of store.listeners) listener()
}

function sendBatch(texts: readonly string[], key: string, stop: AbortSignal) {
  return answerOf(
    api.POST('/v1/classify/batch', {
      signal: AbortSignal.any([stop, AbortSignal.timeout(PATIENCE_MS)]),
      body: { texts: [...texts] },
      params: { header: { 'idempotency-key': key } },
    }),
  )
}
