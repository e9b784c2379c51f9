import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import { describeService } from '../compose.ts'

/** What may be asked without a credential. */
const PUBLIC = [
  'allRoutes',
  'getModelFile',
  'healthCheck',
  'home',
  'livez',
  'logIn',
  'metrics',
  'readyz',
  'refreshSession',
  'register',
]

const VERBS = ['get', 'post', 'patch', 'delete']

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Readonly<Record<string, unknown>>
}

interface Content {
  readonly [mediaType: string]: { readonly schema: Readonly<Record<string, unknown>> }
}

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content }>
  >
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[]
}

let text: string
let document: {
  readonly openapi: string
  readonly info: Readonly<Record<string, unknown>>
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly securitySchemes: Readonly<Record<string, { type: string }>> }
}
let operations: readonly {
  readonly verb: string
  readonly path: string
  readonly operation: Operation
}[]

before(async () => {
  text = await describeService('json')
  document = JSON.parse(text)
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ verb, path, operation })),
  )
})

describe('the OpenAPI document', () => {
  it('is the one that is committed: `hamlet openapi > docs/openapi.json` brings it up to date', async () => {
    const committed = new URL('../../../../docs/openapi.json', import.meta.url)
    assert.equal(await readFile(committed, 'utf8'), text)
  })

  it('is the same in YAML, and the same each time', async () => {
    assert.deepEqual(parse(await describeService('yaml')), document)
    assert.equal(await describeService('json'), text)
  })

  it('says what it is: OpenAPI 3.1, with a title, a version and a licence', () => {
    assert.match(document.openapi, /^3\.1\.\d+$/u)
    const { title, version, license } = document.info
    assert.deepEqual(license, { name: 'MIT', identifier: 'MIT' })
    assert.ok(title && /^\d+\.\d+\.\d+/u.test(String(version)))
  })

  it('every operation has a name of its own, a summary, a tag and answers', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    assert.ok(names.length >= 29)
    assert.equal(new Set(names).size, names.length)
    for (const { verb, path, operation } of operations) {
      const { operationId, summary, tags, responses } = operation
      assert.ok(VERBS.includes(verb), verb)
      assert.match(path, /^\/(?:[\w]+\/?|\{\w+\}\/?)*$/u)
      assert.match(operationId, /^[a-z][A-Za-z]+$/u)
      assert.match(summary, /^[A-Z].{5,}[^.]$/u, operationId)
      assert.ok(tags.length === 1 && tags.every((tag) => /^[a-z]+$/u.test(tag)))
      assert.ok(Object.keys(responses).length >= 3)
    }
  })

  it('no two paths are the same but for the names of their parts or a slash', () => {
    const bare = Object.keys(document.paths).map((path) =>
      path.replaceAll(/\{\w+\}/gu, '{}').replace(/(.)\/$/u, '$1'),
    )
    assert.equal(new Set(bare).size, bare.length)
  })

  it('every answer has a status, a description and, where it has a body, a schema', () => {
    for (const { operation } of operations) {
      const { operationId, responses } = operation
      assert.ok(
        Object.keys(responses).some((status) => /^2\d\d$/u.test(status)),
        operationId,
      )
      for (const [status, { description, content = {} }] of Object.entries(responses)) {
        assert.match(status, /^(?:[2-5]\d\d|[45]XX)$/u)
        assert.ok(description.length > 0)
        for (const { schema } of Object.values(content)) assert.ok(schema, operationId)
      }
      for (const status of ['4XX', '5XX']) {
        const schema = responses[status]?.content?.['application/problem+json']?.schema
        const required = ['type', 'title', 'status', 'detail', 'instance']
        assert.deepEqual(schema?.['required'], required, `${operationId} ${status}`)
      }
    }
  })

  it('declares the parts of each path, and asks for no query that has a default', () => {
    for (const { path, operation } of operations) {
      const parameters = operation.parameters ?? []
      const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name)
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      assert.deepEqual(
        declared.map(({ name }) => name),
        inPath,
        path,
      )
      assert.ok(declared.every(({ required }) => required))
      const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      assert.equal(new Set(keys).size, keys.length)
      for (const { name, required, schema, in: place } of parameters) {
        assert.ok(place !== 'query' || !required, `${path} asks for ${name}`)
        assert.ok(schema['type'] !== undefined)
      }
    }
  })

  it('every schema is one of JSON Schema 2020-12, and refuses what its route would', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }))
    const schemas = operations.flatMap(({ operation }) => [
      ...(operation.parameters ?? []).map(({ schema }) => schema),
      ...contentsOf(operation).flatMap((content) =>
        Object.values(content).map(({ schema }) => schema),
      ),
    ])
    assert.ok(schemas.length > 90)
    for (const schema of schemas) assert.ok(ajv.validateSchema(schema), ajv.errorsText())
    assert.doesNotMatch(text, /"nullable"/u)
    const classify = document.paths['/v1/classify']?.['post']?.requestBody?.content
    const validate = ajv.compile(classify?.['application/json']?.schema ?? false)
    assert.ok(validate({ text: 'hello', reasons: 50, source: 'sms' }))
    for (const body of [{}, { text: 1 }, { text: 'a', reasons: 51 }, { text: 'a', model: 'b' }]) {
      assert.ok(!validate(body))
    }
  })

  it('every reference leads somewhere', () => {
    for (const reference of referencesIn(document)) {
      assert.match(reference, /^#\//u)
      const steps = reference.slice(2).split('/')
      const target = steps.reduce<unknown>(
        (value, step) => (value as Record<string, unknown> | undefined)?.[step],
        document,
      )
      assert.ok(target !== undefined, reference)
    }
  })

  it('has padlocks on exactly the guarded routes, and each opens with a key that is declared', () => {
    const open = operations.filter(({ operation }) => operation.security === undefined)
    assert.deepEqual(open.map(({ operation }) => operation.operationId).sort(), PUBLIC)
    const schemes = document.components.securitySchemes
    assert.deepEqual(
      Object.entries(schemes).map(([name, { type }]) => [name, type]),
      [
        ['accessToken', 'http'],
        ['apiKey', 'apiKey'],
        ['passwordLogIn', 'oauth2'],
      ],
    )
    for (const { operation } of operations) {
      for (const requirement of operation.security ?? []) {
        assert.ok(Object.keys(requirement).every((name) => name in schemes))
      }
    }
  })

  it('lets the interactive page log in by itself', () => {
    const { passwordLogIn } = document.components.securitySchemes
    const { flows } = passwordLogIn as unknown as {
      readonly flows: { readonly password: Readonly<Record<string, unknown>> }
    }
    const { tokenUrl, scopes } = flows.password
    assert.equal(tokenUrl, '/login/')
    assert.ok(
      document.paths[String(tokenUrl)]?.['post']?.requestBody?.content[
        'application/x-www-form-urlencoded'
      ],
    )
    assert.deepEqual(Object.keys(scopes as object), ['spam_ml', 'reports', 'account', 'admin'])
  })
})

function contentsOf({ requestBody, responses }: Operation): readonly Content[] {
  const answers = Object.values(responses).map(({ content = {} }) => content)
  return requestBody === undefined ? answers : [requestBody.content, ...answers]
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    name === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  )
}
