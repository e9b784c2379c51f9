import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { edgeProblem } from '../problem.ts'
import {
  AnalyzeRequest,
  AnalyzeResponse,
  SuggestRequest,
  SuggestResponse,
} from './perspective-messages.ts'
import { tellGoogleError } from './perspective-refusals.ts'

const QUERY = Type.Object({ version: Type.String({ default: 'v1alpha1' }) })

/**
 * `GET /$discovery/rest?version=v1alpha1`: the description from which Google's generic clients, those
 * of Python and of JavaScript among them, make their methods. It leads them to where it was asked for.
 *
 * Source: Google APIs Discovery Service, "Discovery document".
 */
export const discoveryRoute: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/$discovery/rest', { schema: { querystring: QUERY } }, async (request, reply) => {
    if (request.query.version !== 'v1alpha1') {
      return tellGoogleError(reply, edgeProblem('route-not-found', request.id))
    }
    reply.header('cache-control', 'no-store')
    return describe(`${request.protocol}://${request.host}/`)
  })
}

function describe(rootUrl: string) {
  return {
    ...{ kind: 'discovery#restDescription', discoveryVersion: 'v1', protocol: 'rest' },
    ...{ id: 'commentanalyzer:v1alpha1', name: 'commentanalyzer', version: 'v1alpha1' },
    title: 'Comment Analyzer',
    description: 'Scores how likely comments are spam, and takes corrections.',
    ...{ rootUrl, baseUrl: rootUrl, servicePath: '', basePath: '' },
    parameters: PARAMETERS,
    resources: {
      comments: {
        methods: {
          analyze: methodOf('analyze', 'AnalyzeComment', 'Scores a comment.'),
          suggestscore: methodOf('suggestscore', 'SuggestCommentScore', 'Corrects a score.'),
        },
      },
    },
    schemas: SCHEMAS,
  }
}

const PARAMETERS = {
  alt: { type: 'string', location: 'query', description: 'Form of the answer: json.' },
  key: { type: 'string', location: 'query', description: 'API key, or its compat key.' },
  prettyPrint: { type: 'boolean', location: 'query', description: 'Makes no difference.' },
}

function methodOf(verb: string, name: string, description: string) {
  const path = `v1alpha1/comments:${verb}`
  return {
    ...{ id: `commentanalyzer.comments.${verb}`, httpMethod: 'POST', path, flatPath: path },
    ...{ parameters: {}, parameterOrder: [], description },
    request: { $ref: `${name}Request` },
    response: { $ref: `${name}Response` },
  }
}

/** That no other member may be there is not said in this form. */
const SCHEMAS: unknown = JSON.parse(
  JSON.stringify({
    AnalyzeCommentRequest: { id: 'AnalyzeCommentRequest', ...AnalyzeRequest },
    AnalyzeCommentResponse: { id: 'AnalyzeCommentResponse', ...AnalyzeResponse },
    SuggestCommentScoreRequest: { id: 'SuggestCommentScoreRequest', ...SuggestRequest },
    SuggestCommentScoreResponse: { id: 'SuggestCommentScoreResponse', ...SuggestResponse },
  }),
  (name, value) => (name === 'additionalProperties' && value === false ? undefined : value),
)
