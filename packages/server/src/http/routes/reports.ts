import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type Static, Type } from 'typebox'
import { DomainError } from '../../domain/errors.ts'
import type { DecisionId, ReportId } from '../../domain/units.ts'
import {
  browseReports,
  type ReportDeps,
  type ReportSubject,
  reportDecision,
  withdrawReport,
} from '../../usecases/report-decision.ts'
import { callerOf } from '../authenticate.ts'
import { readId } from '../ids.ts'
import {
  IdParams,
  LabelSchema,
  NullableSchema,
  ReportSchema,
  SourceSchema,
  WordSchema,
} from '../schemas.ts'
import { reportReply } from '../wire.ts'

const makeSchema = {
  operationId: 'reportDecision',
  summary: 'Say what a decision of yours, or a text, really is',
  description:
    'It takes the place of what you said of the same decision or text before, which stays as history. ' +
    'It costs no unit. 201 for a new report, 200 where one that says the same lives already.',
  tags: ['reports'],
  body: Type.Object(
    {
      decision_id: Type.Optional(
        Type.String({ description: 'Either this, with or without its dashes, or `text`.' }),
      ),
      text: Type.Optional(
        Type.String({ description: 'A text that was not judged here, or not for you.' }),
      ),
      label: LabelSchema,
      note: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
      source: Type.Optional(SourceSchema),
    },
    { additionalProperties: false },
  ),
  response: { 200: ReportSchema, 201: ReportSchema },
}

const listSchema = {
  operationId: 'listReports',
  summary: 'Your reports, newest first',
  tags: ['reports'],
  querystring: Type.Object(
    {
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      cursor: Type.Optional(
        Type.String({
          format: 'uuid',
          maxLength: 36,
          description: 'The `next_cursor` of the page before.',
        }),
      ),
      state: Type.Optional(
        WordSchema<'live' | 'ended'>(['live', 'ended'], {
          description: 'Those that live, or those that were withdrawn or replaced.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({ items: Type.Array(ReportSchema), next_cursor: NullableSchema('string') }),
  },
}

const withdrawSchema = {
  operationId: 'withdrawReport',
  summary: 'Withdraw one of your reports; it stays as history',
  tags: ['reports'],
  params: IdParams,
  response: { 204: Type.Null() },
}

/** `POST`, `GET` and `DELETE` of `/v1/reports`. */
export function reportRoutes(deps: ReportDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/v1/reports', { schema: makeSchema }, async (request, reply) => {
      const { label, note } = request.body
      const wanted = { label, note, subject: subjectOf(request.body) }
      const { report, isNew } = await reportDecision(deps, callerOf(request), wanted)
      return reply.code(isNew ? 201 : 200).send(reportReply(report))
    })

    app.get('/v1/reports', { schema: listSchema }, async (request) => {
      const { limit, cursor, state } = request.query
      const { items, nextCursor } = await browseReports(deps, callerOf(request), {
        ...{ limit, before: cursor as ReportId | undefined },
        isLive: state === undefined ? undefined : state === 'live',
      })
      return { items: items.map(reportReply), next_cursor: nextCursor ?? null }
    })

    app.delete('/v1/reports/:id', { schema: withdrawSchema }, async (request, reply) => {
      const id = readId<ReportId>(request.params.id)
      if (id === undefined) throw new DomainError('report-not-found', {})
      await withdrawReport(deps, callerOf(request), id)
      return reply.code(204).send(null)
    })
  }
}

type Named = Pick<Static<typeof makeSchema.body>, 'decision_id' | 'text' | 'source'>

/** What a body names. @throws {DomainError} `invalid-request` unless it is exactly one thing. */
function subjectOf({ decision_id: decision, text, source }: Named): ReportSubject {
  if (text !== undefined && decision === undefined) {
    return { kind: 'text', text, pointer: '#/text', source }
  }
  if (decision === undefined) throw badBody('#/decision_id', 'missing', 'or "text" is missing')
  if (text !== undefined)
    throw badBody('#/text', 'not-allowed', 'must not stand beside decision_id')
  if (source !== undefined) {
    throw badBody('#/source', 'not-allowed', 'is that of the decision: leave it out')
  }
  const id = readId<DecisionId>(decision)
  if (id === undefined) throw new DomainError('decision-not-found', {})
  return { kind: 'decision', id }
}

function badBody(pointer: string, code: 'missing' | 'not-allowed', detail: string): DomainError {
  return new DomainError('invalid-request', { faults: [{ pointer, code, detail }] })
}
