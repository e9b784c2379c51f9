import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** The log of a server. */
export type ServerLog = FastifyBaseLogger & Pick<Logger, 'isLevelEnabled'>

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

/** Logs a line for each answer of `app`, without a child of the log. */
export function logAnswers(app: FastifyInstance, log: ServerLog): void {
  app.addHook('onResponse', (request, reply, done) => {
    // The line costs more than to see that nobody wants it.
    if (!log.isLevelEnabled('info')) return done()
    const { id: reqId, method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime * 100) / 100
    const route = routeOptions.url ?? 'none'
    log.info({ reqId, method, route, status: reply.statusCode, ms }, 'answered')
    done()
  })
}
