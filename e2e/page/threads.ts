import type { Page } from 'playwright-core'

/** What the threads of a page had to do, in milliseconds of processor time. */
interface Work {
  /** The longest task of the page's own thread, which draws and hears whoever uses it: so long it was deaf. */
  readonly longest: number
  /** All tasks of that thread. */
  readonly own: number
  /** All tasks of its workers. */
  readonly workers: number
}

/**
 * Watches the threads of the only page of a browser. What it says hardly depends on what else the
 * machine has to do: tasks are measured in the time that their thread worked.
 *
 * @returns A function that ends it.
 */
export async function watchThreads(page: Page): Promise<() => Promise<Work>> {
  const browser = page.context().browser()
  if (browser === null) throw new RangeError('the page has no browser')
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
  return async () => {
    const { traceEvents }: Trace = JSON.parse(String(await browser.stopTracing()))
    const own = tasksOf(traceEvents, 'CrRendererMain')
    const workers = tasksOf(traceEvents, 'DedicatedWorker thread')
    return { longest: Math.max(0, ...own), own: sumOf(own), workers: sumOf(workers) }
  }
}

/** Source: the Trace Event Format, https://perfetto.dev/docs/getting-started/other-formats. */
interface Trace {
  readonly traceEvents: readonly TraceEvent[]
}

interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly args: { readonly name?: string }
  /** Microseconds of processor time. */
  readonly tdur?: number
}

/** The tasks of all threads of a name, in milliseconds. */
function tasksOf(events: readonly TraceEvent[], thread: string): readonly number[] {
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`
  const wanted = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === thread).map(threadOf),
  )
  return events
    .filter((event) => event.name === 'RunTask' && wanted.has(threadOf(event)))
    .map(({ tdur = 0 }) => tdur / 1000)
}

function sumOf(tasks: readonly number[]): number {
  return tasks.reduce((sum, task) => sum + task, 0)
}
