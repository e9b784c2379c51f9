import type { Label } from '@hamlet/classifier'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { siteOf, sourceOfCommentType, textOfComment } from '../../domain/comment.ts'
import { isDomainError } from '../../domain/errors.ts'
import type { DecisionId } from '../../domain/units.ts'
import { reportJudgedText } from '../../usecases/report-decision.ts'
import { admitCallers, callerOf } from '../authenticate.ts'
import { readId } from '../ids.ts'
import { classifyMetered, limitBursts, onlyDecision } from '../metering.ts'
import { refuseWhenBehind } from '../overload.ts'
import { fixedAnswer, isFixedSpam, isTest } from './akismet-fixed-values.ts'
import { type AkismetForm, formOf } from './akismet-form.ts'
import { identifyBy } from './akismet-key.ts'
import { refuseField, sendText, tellQuotaGone } from './akismet-refusals.ts'
import type { DialectDeps } from './dialect.ts'

/** `comment-check`. */
export function checkRoutes(deps: DialectDeps) {
  return async (app: FastifyInstance) => {
    // WordPress knows a comment again by the guid only: without one it forgets what it was told, and
    // neither marks spam nor holds back what could not be checked. So a refusal has one, too.
    app.addHook('onRequest', (_request, reply, done) => {
      sayGuid(reply, deps.newDecisionId())
      done()
    })
    refuseWhenBehind(app, () => deps.ledger.isBehind())
    admitCallers(app, identifyBy(deps, 'api_key'), { at: 'preHandler', scope: 'spam_ml' })
    limitBursts(app, deps.burstPerSecond)
    app.post('/comment-check', (request, reply) => checkComment(deps, request, reply))
  }
}

async function checkComment(
  deps: DialectDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = formOf(request)
  const { text, ...sent } = commentOf(form, deps.maxTextChars)
  const fixed = fixedAnswer(form)
  if (fixed !== undefined) return sendText(reply, String(fixed))
  const wanted = {
    ...{ ...sent, texts: [text], isFoundByText: true, pointerOf: () => CONTENT },
    // Not the form: it names the key, in one form or the other, and part of it may stand in the query.
    asked: { ...sent, text },
  }
  try {
    const decision = onlyDecision(await classifyMetered(deps, request, reply, wanted))
    sayGuid(reply, decision.id)
    if (decision.verdict === 'discard') reply.header('x-akismet-pro-tip', 'discard')
    // No X-akismet-recheck-after: the verdict is final, and to ask again would cost a unit.
    return sendText(reply, String(decision.label === 'spam'))
  } catch (error) {
    if (!isDomainError(error, 'quota-exhausted')) throw error
    return tellQuotaGone(reply, error.facts, callerOf(request).overQuota)
  }
}

/** What clients compare to the letter. */
const THANKS = 'Thanks for making the web a better place.'

/** `submit-spam` and `submit-ham`. */
export function submitRoutes(deps: DialectDeps) {
  return async (app: FastifyInstance) => {
    admitCallers(app, identifyBy(deps, 'api_key'), { at: 'preHandler', scope: 'reports' })
    const submit = (label: Label) => async (request: FastifyRequest, reply: FastifyReply) => {
      const form = formOf(request)
      const comment = commentOf(form, deps.maxTextChars)
      if (!isTest(form) && !isFixedSpam(form)) {
        const decisionId = readId<DecisionId>(form.guid?.trim() ?? '')
        const subject = { kind: 'judged-text', pointer: CONTENT, decisionId, ...comment } as const
        await reportJudgedText(deps, callerOf(request), { label, subject })
      }
      return sendText(reply, THANKS)
    }
    app.post('/submit-spam', submit('spam'))
    app.post('/submit-ham', submit('ham'))
  }
}

const CONTENT = '#/comment_content'

/** What a form says of a comment, in Hamlet's words. @throws {DomainError} `invalid-request`. */
function commentOf(form: AkismetForm, limit: number) {
  const { blog = '', comment_content: content = '', comment_author: author = '' } = form
  if (blog.trim() === '') refuseField('blog', 'missing')
  const site = siteOf(blog) ?? refuseField('blog', 'malformed')
  // Discourse says `content_type`.
  const source = sourceOfCommentType(form.comment_type || form.content_type || '')
  return { site, source, text: textOfComment({ content, author }, limit) }
}

/** Says under which id the decision can be found: in 32 hexadecimal digits. */
function sayGuid(reply: FastifyReply, id: DecisionId): void {
  reply.header('x-akismet-guid', id.replaceAll('-', ''))
}
