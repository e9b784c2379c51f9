import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Judgement } from '../../domain/decision.ts'
import { identifyCaller, identifyCallerOfKey } from '../../usecases/identify-caller.ts'
import { reportJudgedText } from '../../usecases/report-decision.ts'
import { scoreSentences } from '../../usecases/score-sentences.ts'
import { admitCallers, callerOf, credentialOf, type Identify } from '../authenticate.ts'
import { readAnyAsJson } from '../bodies.ts'
import { classifyMetered, limitBursts, onlyDecision } from '../metering.ts'
import { refuseWhenBehind } from '../overload.ts'
import { answerErrors, edgeProblem } from '../problem.ts'
import type { Dialect, DialectDeps } from './dialect.ts'
import { parametersOf, type Span, scoresFrom, suggestedScoreOf } from './perspective-attributes.ts'
import { siteOf, TEXT_POINTER, textOf } from './perspective-comment.ts'
import { discoveryRoute } from './perspective-discovery.ts'
import {
  AnalyzeRequest,
  AnalyzeResponse,
  readMessage,
  SuggestRequest,
  SuggestResponse,
} from './perspective-messages.ts'
import { keyOf, tellGoogleError } from './perspective-refusals.ts'

/** No language is looked for: BCP 47 calls it undetermined, as the original did. */
const UNDETERMINED = 'und'

/**
 * The Perspective API (Comment Analyzer, v1alpha1), of which the attribute SPAM is scored.
 *
 * Source: its discovery document, and its documentation, "Methods", as of 2021.
 */
export const perspective: Dialect = (deps) => async (app) => {
  app.setErrorHandler(answerErrors(tellGoogleError))
  app.register(discoveryRoute)
  app.register(methods(deps), { prefix: '/v1alpha1' })
}

function methods(deps: DialectDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.setNotFoundHandler((request, reply) =>
      tellGoogleError(reply, edgeProblem('route-not-found', request.id)),
    )
    // Clients in browsers send text/plain, for which no permission is asked.
    readAnyAsJson(app)
    app.addHook('preValidation', async (request) => {
      request.body = readMessage(request.body)
    })
    app.register(analyzeRoute(deps))
    app.register(suggestRoute(deps))
  }
}

function analyzeRoute(deps: DialectDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    refuseWhenBehind(app, () => deps.ledger.isBehind())
    admitCallers(app, identifyWith(deps), { at: 'onRequest', scope: 'spam_ml' })
    limitBursts(app, deps.burstPerSecond)
    const schema = { body: AnalyzeRequest, response: { 200: AnalyzeResponse } }
    app.post('/comments::analyze', { schema }, async (request, reply) => {
      const { comment, requestedAttributes, spanAnnotations, doNotStore, ...rest } = request.body
      const { scoreThreshold = 0 } = parametersOf(requestedAttributes)
      const text = textOf(comment)
      const classified = await classifyMetered(deps, request, reply, {
        ...{ texts: [text], pointerOf: () => TEXT_POINTER },
        // Nothing but the receipt is kept then.
        ...(doNotStore ? { isForgotten: true } : { isFoundByText: true, site: siteOf(rest) }),
      })
      const decision = onlyDecision(classified)
      const spans = await spansOf(deps, decision, text, spanAnnotations)
      return {
        ...scoresFrom(scoreThreshold, decision, spans),
        languages: rest.languages?.length ? rest.languages : [UNDETERMINED],
        detectedLanguages: [UNDETERMINED],
        ...tokenOf(rest),
      }
    })
  }
}

function suggestRoute(deps: DialectDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    admitCallers(app, identifyWith(deps), { at: 'onRequest', scope: 'reports' })
    const schema = { body: SuggestRequest, response: { 200: SuggestResponse } }
    app.post('/comments::suggestscore', { schema }, async (request) => {
      const { comment, attributeScores, ...rest } = request.body
      const label = suggestedScoreOf(attributeScores) >= 0.5 ? 'spam' : 'ham'
      const subject = {
        ...({ kind: 'judged-text', text: textOf(comment), pointer: TEXT_POINTER } as const),
        site: siteOf(rest),
      }
      await reportJudgedText(deps, callerOf(request), { label, subject })
      return tokenOf(rest)
    })
  }
}

/** By an API key where Google's clients put theirs, or as everywhere else. */
function identifyWith(deps: DialectDeps): Identify {
  return (request: FastifyRequest) => {
    const key = keyOf(request)
    return key ? identifyCallerOfKey(deps, key) : identifyCaller(deps, credentialOf(request))
  }
}

function tokenOf({ clientToken }: { readonly clientToken?: string }) {
  return clientToken ? { clientToken } : {}
}

/** What is scored: each sentence, where that is asked for, or else the whole text as one span. */
async function spansOf(
  deps: DialectDeps,
  decision: Judgement,
  text: string,
  isBySentence = false,
): Promise<readonly Span[]> {
  const sentences = isBySentence ? await scoreSentences(deps, decision, text) : undefined
  return sentences ?? [{ start: 0, end: text.length, spamProbability: decision.spamProbability }]
}
