import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { NullableSchema, TimeSchema } from '../schemas.ts'
import { type MinuteCounts, summarizeTraffic, type TrafficSummary } from '../traffic.ts'

/** What showing the traffic needs. */
export interface TrafficDeps {
  readonly now: () => Date
  /** What every process of this server counted in the last hour. */
  readonly readTraffic: () => Promise<readonly MinuteCounts[]>
}

const CountSchema = (description: string) => Type.Integer({ minimum: 0, description })

const SUMMARY_FIELDS = {
  requests: CountSchema('Answers of any status, to any route; this one will be counted, too.'),
  texts: CountSchema('Texts that were classified.'),
  status_4xx: CountSchema('Answers with a status of 400 to 499, but for 429.'),
  status_429: CountSchema('Answers with status 429: a quota or a limit was reached.'),
  status_5xx: CountSchema('Answers with a status of 500 or more.'),
  p50_ms: NullableSchema('number', {
    description:
      'Milliseconds that half of the answers did not exceed; null without answers. From buckets: up to 9.1 % too high, never too low; what took under 0.1 ms counts as 0.1, what took over 104,857.6 as that.',
  }),
  p99_ms: NullableSchema('number', {
    description: 'The same for 99 of 100 answers.',
  }),
}

const SummarySchema = Type.Object(SUMMARY_FIELDS)

const trafficSchema = {
  operationId: 'traffic',
  summary: 'Requests, refusals and latency of the last hour, for administrators',
  description:
    'From counters in the memory of every process of the server that answers. Other servers on the same database count apart, and a process that was replaced has taken its counts with it.',
  tags: ['administration'],
  response: {
    200: Type.Object({
      minutes: Type.Array(Type.Object({ start: TimeSchema, ...SUMMARY_FIELDS }), {
        minItems: 60,
        maxItems: 60,
        description: 'The oldest first; the last one is still running.',
      }),
      total: SummarySchema,
    }),
  },
}

/** `GET /v1/traffic`. */
export function trafficRoutes({ now, readTraffic }: TrafficDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/v1/traffic', { schema: trafficSchema }, async () => {
      const { minutes, total } = summarizeTraffic(await readTraffic(), now())
      return {
        minutes: minutes.map((minute) => ({
          start: minute.start.toISOString(),
          ...summaryReply(minute),
        })),
        total: summaryReply(total),
      }
    })
  }
}

function summaryReply(summary: TrafficSummary): Static<typeof SummarySchema> {
  return {
    requests: summary.requests,
    texts: summary.texts,
    status_4xx: summary.refused,
    status_429: summary.tooMany,
    status_5xx: summary.failed,
    p50_ms: summary.p50Ms ?? null,
    p99_ms: summary.p99Ms ?? null,
  }
}
