import type { Readable, Writable } from 'node:stream'

/** 0 fine, 1 failed, 2 wrong usage, 78 wrong settings (EX_CONFIG of sysexits.h). */
export type ExitStatus = 0 | 1 | 2 | 78

/** The outside as a command sees it: data goes to stdout, talk to stderr. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  readonly env: Readonly<Record<string, string | undefined>>
}

/** One word after `hamlet`: what `hamlet NAME --help` prints, and what it does. */
export interface Command {
  /** The whole page that `hamlet NAME --help` prints, without a final newline. */
  readonly help: string
  /** @throws {UsageError} when the arguments make no sense. */
  readonly run: (args: readonly string[], io: Io) => Promise<ExitStatus>
}

/** The words after the command make no sense; ends with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
