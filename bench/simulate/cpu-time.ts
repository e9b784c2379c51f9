import { readdir, readFile } from 'node:fs/promises'

/**
 * Seconds that threads of processes were on a core so far: the first thread of each, and all others.
 *
 * Source: proc(5), /proc/pid/task/tid/schedstat, whose first field is in nanoseconds. Linux only.
 */
export async function cpuSecondsOf(pids: readonly number[]): Promise<CpuSeconds> {
  let [first, others] = [0, 0]
  for (const pid of pids) {
    const folder = `/proc/${pid}/task`
    for (const thread of await readdir(folder).catch(() => [])) {
      const text = await readFile(`${folder}/${thread}/schedstat`, 'utf8').catch(() => '0')
      const seconds = Number(text.split(' ')[0]) / 1e9
      if (Number(thread) === pid) first += seconds
      else others += seconds
    }
  }
  return { first, others }
}

/** Processor time. */
export interface CpuSeconds {
  readonly first: number
  readonly others: number
}

/** A process and all that it started, first the process that started `child`. */
export async function familyOf(child: number): Promise<readonly number[]> {
  const status = await readFile(`/proc/${child}/status`, 'utf8')
  const parent = Number(/^PPid:\s*(\d+)$/mu.exec(status)?.[1])
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8')
  return [parent, ...children.split(' ').filter(Boolean).map(Number)]
}
