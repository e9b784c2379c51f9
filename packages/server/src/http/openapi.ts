import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifySchema } from 'fastify'
import type { TObject } from 'typebox'
import { FAULT_CODES } from '../domain/errors.ts'

/** What the document says of the service. */
export interface OpenApiInfo {
  readonly projectName: string
  readonly version: string
}

const SECURITY_SCHEMES = {
  accessToken: { type: 'http', scheme: 'bearer', description: 'An access token or an API key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  passwordLogIn: {
    type: 'oauth2',
    description: 'Log in from this page: username and password are enough.',
    flows: {
      password: {
        tokenUrl: '/login/',
        scopes: {
          spam_ml: 'Classify texts',
          reports: 'Correct decisions',
          account: 'Your account',
          admin: 'Administer the service',
        },
      },
    },
  },
} as const

/** What the interactive page may load: its own files, and nothing from anywhere else. */
const PAGE_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
}

const PROBLEM = {
  description: 'A refusal, as RFC 9457 has it. docs/problems.md lists every code.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        required: ['type', 'title', 'status', 'detail', 'instance'],
        properties: {
          type: { type: 'string', description: '`/problems/` and the code.' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          instance: { type: 'string', description: 'Names the request; the log knows it too.' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              required: ['pointer', 'code', 'detail'],
              properties: {
                pointer: { type: 'string' },
                code: { type: 'string', enum: FAULT_CODES },
                detail: { type: 'string' },
                limit: { type: 'number', description: 'What was not kept to, if it is a number.' },
              },
            },
          },
        },
      },
    },
  },
} as const

/** Collects the document from the routes that follow, and serves it and the interactive page. */
export async function describeApi(app: FastifyInstance, info: OpenApiInfo): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: `${info.projectName} API`,
        version: info.version,
        description: 'Send a text, get a decision with its reason, under an exact monthly quota.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: ({ schema, url }) => ({ schema: withProblems(schema), url }),
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    uiConfig: { persistAuthorization: true, displayRequestDuration: true },
  })
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) =>
    reply.send(app.swagger()),
  )
  app.get('/openapi.yaml', { schema: { hide: true } }, (_request, reply) =>
    reply.type('application/yaml; charset=utf-8').send(app.swagger({ yaml: true })),
  )
}

/** Any route may refuse; the document says so once for each. */
function withProblems(schema: FastifySchema): FastifySchema {
  if (schema.operationId === undefined) return schema
  const success = { 200: { description: 'Fine.' } }
  return {
    ...schema,
    ...(schema.querystring !== undefined && { querystring: withoutDefaulted(schema.querystring) }),
    response: { ...(schema.response ?? success), '4XX': PROBLEM, '5XX': PROBLEM },
  }
}

/** A query in which what has a default need not be sent. */
function withoutDefaulted(querystring: unknown): object {
  const query = querystring as TObject
  const isNeeded = (name: string) => !('default' in (query.properties[name] ?? {}))
  return { ...query, required: (query.required ?? []).filter(isNeeded) }
}
