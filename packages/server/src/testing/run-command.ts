import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Command, ExitStatus } from '../cli/command.ts'

/** What a command did to the outside. */
export interface CommandRun {
  readonly status: ExitStatus
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command with its streams in memory, none of them a terminal. */
export async function runCommand(
  command: Command,
  args: readonly string[],
  input: string | Readable = '',
): Promise<CommandRun> {
  const stdin = typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const written = Promise.all([text(stdout), text(stderr)])
  const status = await command.run(args, { stdin, stdout, stderr, env: {} })
  stdout.end()
  stderr.end()
  const [out, talk] = await written
  return { status, stdout: out, stderr: talk }
}
