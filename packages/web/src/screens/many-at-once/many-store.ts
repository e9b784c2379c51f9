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
  | { readonly kind: 'looked'; readonly file: File; readonly look: Look; readonly error?: unknown }
  | { readonly kind: 'judging'; readonly file: File; readonly progress?: Progress }
  | { readonly kind: 'judged'; readonly file: File; readonly judged: Judged }

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
  readonly listeners: Set<() => void>
}

const store: Store = {
  many: { phase: { kind: 'start' } },
  worker: undefined,
  desk: undefined,
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
    if (store.desk === desk) become({ phase: { kind: 'judging', file, progress } })
  }
  try {
    const model = await loadModelFile()
    const judged = await desk.judge({ file, plan, model }, proxy(onProgress))
    if (store.desk === desk) become({ phase: { kind: 'judged', file, judged } })
  } catch (error) {
    if (store.desk === desk) become({ phase: { kind: 'looked', file, look, error } })
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
  const deps = {
    nextBatch: desk.nextBatch,
    keepDecision: desk.keepDecision,
    leaveOut: desk.leaveOut,
    send: sendBatch,
    newKey: randomWord,
    wait: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
    isStopped: () => store.desk !== desk || store.many.recording?.isStopping === true,
    onProgress: show,
  }
  const end = await recordRows(deps, begun).catch(
    (error: unknown) => ({ kind: 'refused', error }) as const,
  )
  await forgetAfterDecisions()
  if (store.desk !== desk || store.many.recording === undefined) return
  become({ ...store.many, recording: { ...store.many.recording, isStopping: false, end } })
}

/** Ends the recording after the batch that is under way. */
export function stopRecording(): void {
  const { recording } = store.many
  if (recording !== undefined)
    become({ ...store.many, recording: { ...recording, isStopping: true } })
}

/** Where the file lies. @throws {RangeError} Before one was chosen. */
export function theDesk(): Remote<Desk> {
  if (store.desk === undefined) throw new RangeError('no file was chosen')
  return store.desk
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

function sendBatch(texts: readonly string[], key: string) {
  return answerOf(
    api.POST('/v1/classify/batch', {
      body: { texts: [...texts] },
      params: { header: { 'idempotency-key': key } },
    }),
  )
}
