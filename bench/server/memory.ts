import { readFile } from 'node:fs/promises'

/** Memory of one process. */
export interface ProcessMemory {
  readonly pid: number
  readonly megabytes: number
}

/**
 * Resident memory of a process and of all below it, parents first; `undefined` without /proc.
 *
 * @param field  `VmRSS` for now, `VmHWM` for the most so far, each process at its own time.
 *
 * Source: proc(5), /proc/pid/status, /proc/pid/task/tid/children.
 */
export async function memoryOf(
  pid: number,
  field: 'VmRSS' | 'VmHWM',
): Promise<readonly ProcessMemory[] | undefined> {
  try {
    const [status, children] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'),
    ])
    const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'mu').exec(status)?.[1]
    const pids = children.split(' ').filter(Boolean).map(Number)
    const below = await Promise.all(pids.map((child) => memoryOf(child, field)))
    return [{ pid, megabytes: Number(kilobytes) / 1024 }, ...below.flatMap((some) => some ?? [])]
  } catch {
    return undefined
  }
}

/** What processes have together. */
export function sumOf(memory: readonly ProcessMemory[] | undefined): number | undefined {
  return memory?.reduce((sum, { megabytes }) => sum + megabytes, 0)
}
