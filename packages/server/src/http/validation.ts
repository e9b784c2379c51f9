import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type {
  FastifySchemaCompiler,
  FastifySchemaValidationError,
  preHandlerHookHandler,
} from 'fastify'
import { DomainError, type FaultCode, type InputFault } from '../domain/errors.ts'
import { isUnicode, notUnicode } from '../domain/unicode.ts'

/** Faults that one answer names at most. */
const MOST_FAULTS = 20

/** Members and items of a body up to which all of its faults are looked for. */
const MOST_MEMBERS = 2000

/**
 * Compiles the schemas of routes: unknown fields are refused and every fault is named. Only what
 * comes as text anyway (query, path, headers) is read as numbers where a schema wants numbers.
 */
export function buildValidatorCompiler(): FastifySchemaCompiler<object> {
  const options = { allErrors: true, useDefaults: true, removeAdditional: false } as const
  // A monthly limit is a number or a word.
  const body = { ...options, allowUnionTypes: true } as const
  const ofBodies = addFormats.default(new Ajv(body))
  const ofVastBodies = addFormats.default(new Ajv({ ...body, allErrors: false }))
  // Ajv reads "1e400" as an integer, and where numbers are strict no maximum is held against it.
  const text = { ...options, coerceTypes: 'array', strictNumbers: false } as const
  const ofText = addFormats.default(new Ajv(text))
  return ({ schema, httpPart }) => {
    if (httpPart !== 'body') return ofText.compile(schema)
    return inProportion(ofBodies.compile(schema), () => ofVastBodies.compile(schema))
  }
}

/** Names the first fault only of a body so vast that a list of all would fill the memory. */
function inProportion(every: ValidateFunction, first: () => ValidateFunction): FastifyValidator {
  const validate: FastifyValidator = (body) => {
    // Compiled when it is needed, which is hardly ever; Ajv keeps it from then on.
    const chosen = isVast(body) ? first() : every
    const isValid = chosen(body)
    validate.errors = chosen.errors ?? null
    return isValid
  }
  return validate
}

type FastifyValidator = ReturnType<FastifySchemaCompiler<object>>

/** Whether there are that many members, or items in the lists among them; no schema looks deeper. */
function isVast(body: unknown): boolean {
  if (Array.isArray(body) || typeof body !== 'object' || body === null) return false
  let count = 0
  for (const member of Object.values(body)) {
    count += Array.isArray(member) ? member.length : 1
    if (count > MOST_MEMBERS) return true
  }
  return false
}

/** What it means that a value did not keep to a keyword of its schema. */
export const FAULT_OF_KEYWORD: Readonly<Record<string, FaultCode>> = {
  additionalProperties: 'unknown',
  const: 'not-one-of',
  enum: 'not-one-of',
  format: 'malformed',
  maximum: 'too-large',
  maxItems: 'too-many',
  maxLength: 'too-long',
  minimum: 'too-small',
  minItems: 'too-few',
  minLength: 'too-short',
  minProperties: 'too-few',
  pattern: 'malformed',
  required: 'missing',
  type: 'wrong-type',
}

/** What a schema found wrong, as pointers into the request and reasons in plain words. */
export function faultsOf(
  errors: readonly FastifySchemaValidationError[],
  context: string | undefined,
): readonly InputFault[] {
  const root = rootOf(context)
  return errors.slice(0, MOST_FAULTS).map((error) => ({
    pointer: root + pointerOf(error),
    code: FAULT_OF_KEYWORD[error.keyword] ?? 'malformed',
    detail: detailOf(error),
    ...limitOf(error),
  }))
}

/** Refuses a body or query in which some text is not Unicode: a lone surrogate, or a NUL character. */
export const requireUnicode: preHandlerHookHandler = ({ body, query }, _reply, done) => {
  const pointers = [
    ...findBadTexts(body).map((pointer) => `#${pointer}`),
    ...findBadTexts(query).map((pointer) => `#/query${pointer}`),
  ]
  if (pointers.length === 0) return done()
  const faults = pointers.slice(0, MOST_BAD_TEXTS).map(notUnicode)
  done(new DomainError('invalid-request', { faults }))
}

/** As many as a batch holds: whoever sends one learns all that must be left out at once. */
const MOST_BAD_TEXTS = 1000

/** Levels that are looked through; no route reads anything that lies deeper. */
const DEEPEST = 8

/** The pointers below `value` to each text, and to what has a name, that is not Unicode. */
function findBadTexts(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return isUnicode(value) ? [] : ['']
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return []
  const found: string[] = []
  for (const [name, member] of Object.entries(value)) {
    // What cannot be named in a pointer: whatever holds it is at fault.
    if (!isUnicode(name)) return ['']
    for (const below of findBadTexts(member, depth + 1)) found.push(`/${escaped(name)}${below}`)
  }
  return found
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

function limitOf({ params }: FastifySchemaValidationError): Pick<InputFault, 'limit'> {
  const limit: unknown = params['limit']
  return typeof limit === 'number' ? { limit } : {}
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
