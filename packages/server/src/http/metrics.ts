import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** What this process counts, in the text form that Prometheus reads. */
export interface Metrics {
  readonly registry: Registry
  /** Counts decisions by label and verdict. */
  readonly countDecision: (label: string, verdict: string) => void
  /** Notes one finished request. */
  readonly noteRequest: (route: string, method: string, status: number, seconds: number) => void
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Makes the counters of one server; they belong to nobody else. */
export function buildMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'hamlet_' })
  const requests = new Histogram({
    name: 'hamlet_http_request_duration_seconds',
    help: 'Time from request to answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  const decisions = new Counter({
    name: 'hamlet_decisions_total',
    help: 'Decisions that were paid for and recorded.',
    labelNames: ['label', 'verdict'],
    registers: [registry],
  })
  return {
    registry,
    countDecision: (label, verdict) => decisions.inc({ label, verdict }),
    noteRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: `${status}` }, seconds),
  }
}

/** Notes every request that `app` answers, by its route, never by its path. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.noteRequest(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    done()
  })
}
