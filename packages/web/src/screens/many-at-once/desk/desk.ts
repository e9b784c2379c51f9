import { type Classifier, decodeModel, openClassifier, type Verdict } from '@hamlet/classifier'
import { type FileFault, faultOf } from './file-fault.ts'
import { learnColumns, type Plan } from './file-plan.ts'
import { addRow, type JudgedRows, noRows, type Tally, tallyOf, VERDICTS } from './judged-rows.ts'
import { type LeftOut, leaveOut, leftOutOf, type NamedRow } from './left-out.ts'
import { type Look, lookAt } from './look.ts'
import { type Batch, nextBatch } from './next-batch.ts'
import type { RowFault } from './row-fault.ts'
import { dataRows, saveCsv, saveLeft } from './save.ts'
import { placesOf, type View } from './view.ts'

/** How far the judging is. */
export interface Progress extends Tally {
  readonly bytes: number
  readonly milliseconds: number
}

/** How it ended. */
export interface Judged extends Progress {
  /** First 12 hexadecimal digits of the SHA-256 of the model's file. */
  readonly modelVersion: string
  /** Whether it was stopped before the end of the file. */
  readonly isStopped: boolean
  /** Why it could not go on, if so. */
  readonly fault?: FileFault
  /** What no server would record. */
  readonly leftOut: readonly LeftOut[]
}

/** A row as it is shown. */
export interface ShownRow {
  /** Its number, from 1. */
  readonly number: number
  readonly text: string
  readonly verdict: Verdict | undefined
  readonly probability: number | undefined
  readonly decisionId: string | undefined
  /** Why it cannot be recorded, if so. */
  readonly fault: RowFault | undefined
}

/** A part of what a view shows. */
export interface ViewPage {
  readonly total: number
  readonly rows: readonly ShownRow[]
}

/** Where a file is judged, away from the page: what the worker does when it is asked. One file at a time. */
export interface Desk {
  readonly look: (file: File) => Promise<Look | { readonly fault: FileFault }>
  /** Judges a file's rows, telling how far it is some times a second. */
  readonly judge: (job: Job, onProgress: (progress: Progress) => void) => Promise<Judged>
  /** Ends `judge` early; what was judged by then stays. */
  readonly stop: () => void
  readonly page: (view: View, from: number, count: number) => ViewPage
  /** The file with what was found. @throws Where the file changed meanwhile. */
  readonly save: () => Promise<Blob>
  /** The rows that may still be recorded. */
  readonly saveLeft: () => Promise<Blob>
  readonly nextBatch: (from: number, most: number) => Batch
  readonly keepDecision: (rows: readonly number[], ids: readonly string[]) => void
  /** Takes out what the server does not take. @returns All that is left out by now. */
  readonly leaveOut: (named: readonly NamedRow[]) => readonly LeftOut[]
}

/** A file, how to read it, and the bytes of the model that judges it. */
export interface Job {
  readonly file: File
  readonly plan: Plan
  readonly model: Uint8Array<ArrayBuffer>
}

interface Kept {
  job: Job | undefined
  rows: JudgedRows
  isStopped: boolean
  /** The view asked for last: turning a page does not sort again. */
  view: { readonly key: string; readonly places: Uint32Array } | undefined
}

/** Milliseconds between two reports. */
const REPORT_MS = 100

/** Opens a desk without a file. The garbage collector frees it. */
export function openDesk(now: () => number): Desk {
  const kept: Kept = { job: undefined, rows: noRows(), isStopped: false, view: undefined }
  const again = (save: typeof saveCsv) => {
    if (kept.job === undefined) throw new RangeError('no file was judged')
    return save(kept.job.file, kept.job.plan, kept.rows)
  }
  return {
    look: (file) => lookAt(file, file.name).catch((error) => ({ fault: faultOf(error) })),
    judge(job, onProgress) {
      Object.assign(kept, { job, rows: noRows(), isStopped: false, view: undefined })
      return judgeFile(kept, job, now, onProgress)
    },
    stop() {
      kept.isStopped = true
    },
    page: (view, from, count) => pageOf(kept, view, from, count),
    save: () => again(saveCsv),
    saveLeft: () => again(saveLeft),
    nextBatch: (from, most) => nextBatch(kept.rows, from, most),
    keepDecision(rows, ids) {
      for (const [i, row] of rows.entries()) kept.rows.decisionIds.set(row, ids[i] ?? '')
    },
    leaveOut: (named) => leaveOut(kept.rows, named),
  }
}

async function judgeFile(
  kept: Kept,
  job: Job,
  now: () => number,
  onProgress: (progress: Progress) => void,
): Promise<Judged> {
  const classifier = openClassifier(decodeModel(job.model))
  const { plan } = job
  const learned = learnColumns(plan)
  const begun = now()
  let bytes = 0
  const progress = () => ({ ...tallyOf(kept.rows), bytes, milliseconds: now() - begun })
  const end = (fault?: FileFault): Judged => {
    kept.job = { ...job, plan: learned.plan() }
    const { version: modelVersion } = classifier
    const { isStopped, rows } = kept
    const leftOut = leftOutOf(rows)
    return { ...progress(), modelVersion, isStopped, leftOut, ...(fault && { fault }) }
  }
  let reported = begun
  try {
    const onBytes = (count: number) => {
      bytes += count
    }
    const listeners = { onBytes, onObject: learned.onObject }
    for await (const { block } of dataRows(job.file, plan, undefined, listeners)) {
      addAll(kept.rows, block, plan.textColumn, classifier)
      learned.onRows(block)
      if (now() < reported + REPORT_MS) continue
      onProgress(progress())
      // Lets whoever wants it stopped be heard.
      await new Promise((resolve) => setTimeout(resolve))
      if (kept.isStopped) return end()
      reported = now()
    }
    return end()
  } catch (error) {
    return end(faultOf(error))
  }
}

function addAll(
  rows: JudgedRows,
  block: readonly (readonly string[])[],
  column: number,
  { classify }: Classifier,
): void {
  for (const cells of block) addRow(rows, cells[column] ?? '', classify)
}

function pageOf(kept: Kept, view: View, from: number, count: number): ViewPage {
  const { rows } = kept
  const key = JSON.stringify(view)
  if (kept.view?.key !== key) kept.view = { key, places: placesOf(rows, view) }
  const { places } = kept.view
  const shown = [...places.subarray(from, from + count)].map((place) => ({
    number: place + 1,
    text: rows.texts[place] ?? '',
    verdict: VERDICTS[rows.verdicts[place] ?? -1],
    probability: rows.verdicts[place] === -1 ? undefined : rows.probabilities[place],
    decisionId: rows.decisionIds.get(place),
    fault: rows.faults.get(place),
  }))
  return { total: places.length, rows: shown }
}
