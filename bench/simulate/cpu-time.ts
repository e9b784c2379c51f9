import { readdir, readFile } from 'node:fs/promises'

/** Processor time of one process: of its first thread, and of all others. */
export interface CpuSeconds {
  readonly first: number
  readonly others: number
}

/** Processor time so far, by process. */
export type CpuTimes = ReadonlyMap<number, CpuSeconds>

/**
 * Seconds that threads of processes were on a core so far.
 *
 * Source: proc(5), /proc/pid/task/tid/schedstat, whose first field is in nanoseconds. Linux only.
 */
export async function cpuTimesOf(pids: readonly number[]): Promise<CpuTimes> {
  const times = new Map<number, CpuSeconds>()
  for (const pid of pids) {
    let [first, others] = [0, 0]
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const file = `/proc/${pid}/task/${thread}/schedstat`
      const text = await readFile(file, 'utf8').catch(() => '0')
      const seconds = Number(text.split(' ')[0]) / 1e9
      if (Number(thread) === pid) first += seconds
      else others += seconds
    }
    times.set(pid, { first, others })
  }
  return times
}

/** What was spent in between; a process that began meanwhile counts, one that ended does not. */
export function spentBetween(before: CpuTimes, after: CpuTimes): CpuSeconds {
  let [first, others] = [0, 0]
  for (const [pid, time] of after) {
    first += Math.max(0, time.first - (before.get(pid)?.first ?? 0))
    others += Math.max(0, time.others - (before.get(pid)?.others ?? 0))
  }
  return { first, others }
}

/** A process and all that it started, first the process that started `child`. */
export async function familyOf(child: number): Promise<readonly number[]> {
  const status = await readFile(`/proc/${child}/status`, 'utf8')
  const parent = Number(/^PPid:\s*(\d+)$/mu.exec(status)?.[1])
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')
  return [parent, ...children.split(' ').filter(Boolean).map(Number)]
}
