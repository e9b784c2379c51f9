import pino, { type DestinationStream, type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { Settings } from './settings.ts'

/** Fields that hold secrets or personal data wherever they turn up, should anybody log them. */
const PERSONAL = [
  'authorization',
  'x-api-key',
  'cookie',
  'set-cookie',
  'password',
  'current_password',
  'token',
  'access_token',
  'refresh_token',
  'key',
  'text',
  'text_message',
  'texts',
  'document_number',
  'email',
  'phone',
]

/**
 * Makes the log of this process: JSON lines, or, in `local`, lines for people.
 *
 * @param destination  Where lines go; standard output when it is left out.
 */
export function buildLog(
  { environment, logLevel }: Pick<Settings, 'environment' | 'logLevel'>,
  destination: DestinationStream = destinationOf(environment),
): Logger {
  const options = {
    level: logLevel,
    base: { pid: process.pid },
    redact: PERSONAL.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]),
    serializers: { err: describeError },
  }
  return pino(options, destination)
}

function destinationOf(environment: Settings['environment']): DestinationStream {
  if (environment !== 'local') return pino.destination({ dest: 1, sync: false })
  return pretty({ sync: true, ignore: 'pid', translateTime: 'HH:MM:ss.l', singleLine: true })
}

/** What a log tells of an error. */
interface ErrorFacts {
  readonly type: string
  readonly message: string
  readonly code?: unknown
  readonly stack?: string | undefined
  readonly cause?: ErrorFacts
}

/**
 * An error without its other properties: the drivers put the statement's parameters, and values of
 * the rows concerned, into some of them.
 */
export function describeError(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  const { name, message, stack, cause } = error
  const { code } = error as { readonly code?: unknown }
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    stack,
    ...(cause instanceof Error && { cause: describeError(cause) }),
  }
}
