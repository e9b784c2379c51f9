import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import { Durations } from './durations.ts'
import { buildTraffic, type Traffic } from './traffic.ts'

/** What this process counts, in the text form that Prometheus reads. */
export interface Metrics {
  readonly registry: Registry
  /** The last hour, minute by minute; for administrators, not for Prometheus. */
  readonly traffic: Traffic
  /** Counts decisions by label and verdict. */
  readonly countDecision: (label: string, verdict: string) => void
  /** Notes one finished request. */
  readonly noteRequest: (route: string, method: string, status: number, seconds: number) => void
}

/** Makes the counters of one server; they belong to nobody else. */
export function buildMetrics(now: () => Date): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'hamlet_' })
  const requests = new Durations(
    { name: 'hamlet_http_request_duration_seconds', help: 'Time from request to answer.' },
    registry,
  )
  const traffic = buildTraffic(now)
  return {
    registry,
    traffic,
    countDecision: countDecisions(registry),
    noteRequest: (route, method, status, seconds) => {
      requests.note(route, method, status, seconds)
      traffic.noteRequest(status, seconds)
    },
  }
}

/** Counted when somebody looks, and not with each decision: to find labels costs the library more. */
function countDecisions(registry: Registry): Metrics['countDecision'] {
  const news = new Map<string, Map<string, number>>()
  new Counter({
    name: 'hamlet_decisions_total',
    help: 'Decisions that were paid for and recorded.',
    labelNames: ['label', 'verdict'],
    registers: [registry],
    collect() {
      for (const [label, byVerdict] of news) {
        for (const [verdict, count] of byVerdict) this.inc({ label, verdict }, count)
      }
      news.clear()
    },
  })
  return (label, verdict) => {
    const byVerdict = news.get(label) ?? new Map<string, number>()
    news.set(label, byVerdict.set(verdict, (byVerdict.get(verdict) ?? 0) + 1))
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
