import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type {
  FastifySchemaCompiler,
  FastifySchemaValidationError,
  preValidationHookHandler,
} from 'fastify'
import { DomainError, type InputFault } from '../domain/errors.ts'

/** Faults that one answer names at most. */
const MOST_FAULTS = 20

/**
 * Compiles the schemas of routes: unknown fields are refused and every fault is named. Only what
 * comes as text anyway (query, path, headers) is read as numbers where a schema wants numbers.
 */
export function buildValidatorCompiler(): FastifySchemaCompiler<object> {
  const options = { allErrors: true, useDefaults: true, removeAdditional: false } as const
  const ofBodies = addFormats.default(new Ajv({ ...options, coerceTypes: false }))
  const ofText = addFormats.default(new Ajv({ ...options, coerceTypes: 'array' }))
  return ({ schema, httpPart }) => (httpPart === 'body' ? ofBodies : ofText).compile(schema)
}

/** What a schema found wrong, as pointers into the request and reasons in plain words. */
export function faultsOf(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): readonly InputFault[] {
  const root = rootOf(context)
  const faults = errors.map((error) => ({
    pointer: root + pointerOf(error),
    detail: detailOf(error),
  }))
  return faults.slice(0, MOST_FAULTS)
}

/** Refuses a body in which some text is not Unicode: a lone surrogate, or a NUL character. */
export const requireUnicode: preValidationHookHandler = (request, _reply, done) => {
  const pointer = findBadText(request.body, '#')
  if (pointer === undefined) return done()
  const faults = [{ pointer, detail: 'holds a NUL character or half of a surrogate pair' }]
  done(new DomainError('invalid-request', { faults }))
}

function findBadText(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return isUnicode(value) ? undefined : pointer
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, member] of Object.entries(value)) {
    const found = isUnicode(name) ? findBadText(member, `${pointer}/${escaped(name)}`) : pointer
    if (found !== undefined) return found
  }
  return undefined
}

function isUnicode(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function rootOf(context: string | undefined): string {
  switch (context) {
    case 'querystring':
      return '#/query'
    case 'params':
      return '#/path'
    case 'headers':
      return '#/headers'
    default:
      return '#'
  }
}

function pointerOf({ instancePath, keyword, params }: FastifySchemaValidationError): string {
  const named = params['missingProperty'] ?? params['additionalProperty']
  if (keyword !== 'required' && keyword !== 'additionalProperties') return instancePath
  return `${instancePath}/${escaped(String(named))}`
}

function detailOf({
  keyword,
  message = 'is not valid',
  params,
}: FastifySchemaValidationError): string {
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is not a known field'
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).join(', ')}`
    default:
      return message
  }
}

/** A name as one step of a JSON Pointer. Source: RFC 6901, section 3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
