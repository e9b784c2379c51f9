import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { showMonths, showOwnUsage, type UsageDeps } from '../../usecases/show-usage.ts'
import { callerOf } from '../authenticate.ts'
import {
  MonthQuery,
  MonthSchema,
  NullableSchema,
  TimeZoneSchema,
  UsageOfMonthSchema,
} from '../schemas.ts'
import { usageOfMonthReply } from '../wire.ts'

const oneSchema = {
  operationId: 'getUsage',
  summary: 'Units of a month, and decisions by day',
  tags: ['decisions'],
  querystring: MonthQuery,
  response: { 200: UsageOfMonthSchema },
}

const monthsSchema = {
  operationId: 'listUsage',
  summary: 'Months in which you used units, newest first',
  tags: ['decisions'],
  querystring: Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 120, default: 12 }),
      cursor: Type.Optional(MonthSchema),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      time_zone: TimeZoneSchema,
      items: Type.Array(
        Type.Object({
          period: MonthSchema,
          used: Type.Integer({ minimum: 0 }),
          ham: Type.Integer({ minimum: 0 }),
          spam: Type.Integer({ minimum: 0 }),
        }),
      ),
      next_cursor: NullableSchema('string'),
    }),
  },
}

/** `GET /v1/usage` and `GET /v1/usage/months`. */
export function usageRoutes(deps: UsageDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/v1/usage', { schema: oneSchema }, async (request) =>
      usageOfMonthReply(await showOwnUsage(deps, callerOf(request), request.query.period)),
    )

    app.get('/v1/usage/months', { schema: monthsSchema }, async (request) => {
      const { limit, cursor: before } = request.query
      const { months, nextCursor } = await showMonths(deps, callerOf(request), { limit, before })
      const items = months.map(({ month: period, used, ham, spam }) => ({
        period,
        used,
        ham,
        spam,
      }))
      return { time_zone: deps.timeZone, items, next_cursor: nextCursor ?? null }
    })
  }
}
