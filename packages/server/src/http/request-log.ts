import type { FastifyBaseLogger } from 'fastify'

/** What Fastify gives a route's own log: its level and serializers. */
export type ChildLoggerOptions = NonNullable<Parameters<FastifyBaseLogger['child']>[1]>

/** Facts that a log says on every line. */
export type Facts = Readonly<Record<string, unknown>>

type Line = readonly [facts: unknown, message?: string, ...rest: readonly unknown[]]

/**
 * The log of one request, which names it on every line. Most requests write no line of their own, and
 * to make a child of the log for each costs as much as to judge its text: it is made with the first.
 */
export class RequestLog implements FastifyBaseLogger {
  level: string
  readonly #log: FastifyBaseLogger
  readonly #request: Facts
  readonly #options: ChildLoggerOptions
  #child: FastifyBaseLogger | undefined

  constructor(log: FastifyBaseLogger, request: Facts, options: ChildLoggerOptions = {}) {
    this.level = log.level
    this.#log = log
    this.#request = request
    this.#options = options
  }

  get #own(): FastifyBaseLogger {
    this.#child ??= this.#log.child(this.#request, this.#options)
    return this.#child
  }

  child(...args: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.#own.child(...args)
  }

  trace(...line: Line): void {
    this.#own.trace(...line)
  }

  debug(...line: Line): void {
    this.#own.debug(...line)
  }

  info(...line: Line): void {
    this.#own.info(...line)
  }

  warn(...line: Line): void {
    this.#own.warn(...line)
  }

  error(...line: Line): void {
    this.#own.error(...line)
  }

  fatal(...line: Line): void {
    this.#own.fatal(...line)
  }

  silent(): void {}
}
