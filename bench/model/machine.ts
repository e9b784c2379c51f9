import { availableParallelism, cpus } from 'node:os'
import process from 'node:process'

/** What a benchmark ran on. */
export interface Machine {
  readonly node: string
  readonly cpu: string
  readonly cores: number
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  }
}

/** A machine in one line. */
export function machineText({ node, cpu, cores }: Machine): string {
  return `Node ${node}, ${cores} x ${cpu}`
}
