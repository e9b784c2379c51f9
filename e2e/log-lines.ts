import type { RunningServer } from './running-server.ts'

/** A line of the log, as every process of a server writes it outside `APP_ENV=local`. */
export interface LogLine {
  readonly pid: number
  readonly level: string | number
  readonly msg: string
  readonly route?: string
}

/** What a server logged so far. */
export function linesOf(server: Pick<RunningServer, 'log'>): readonly LogLine[] {
  const lines = server
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
  return lines.map((line) => JSON.parse(line) as LogLine)
}

/** Process ids of the workers that began to listen, the oldest first. */
export function listening(server: Pick<RunningServer, 'log'>): readonly number[] {
  return linesOf(server).flatMap(({ msg, pid }) => (msg.startsWith('Server listening') ? pid : []))
}

/** Whether there is a process with this id. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
