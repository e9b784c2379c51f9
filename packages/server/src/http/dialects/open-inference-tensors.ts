import { isUtf8 } from 'node:buffer'
import { type Static, Type } from 'typebox'
import type { Judgement } from '../../domain/decision.ts'
import { DomainError, type FaultCode } from '../../domain/errors.ts'
import { NullableSchema } from '../schemas.ts'

/** The one tensor that goes in. */
const INPUT = 'text'
const MOST_TEXTS = 1000

type OutputName = 'label' | 'spam_probability' | 'verdict'

interface Output {
  readonly datatype: 'BYTES' | 'FP64'
  readonly elementOf: (decision: Judgement) => string | number
}

/** The tensors that come out, in the order in which they are answered. */
const OUTPUTS: Readonly<Record<OutputName, Output>> = {
  label: { datatype: 'BYTES', elementOf: ({ label }) => label },
  spam_probability: { datatype: 'FP64', elementOf: ({ spamProbability }) => spamProbability },
  verdict: { datatype: 'BYTES', elementOf: ({ verdict }) => verdict },
}

const OUTPUT_NAMES = Object.keys(OUTPUTS) as readonly OutputName[]

/** Clients made of Python classes send null for what they leave out. */
interface Parameters {
  readonly content_type?: string | null
}

const ParametersSchema = Type.Unsafe<Parameters | null>({
  type: ['object', 'null'],
  properties: { content_type: { type: ['string', 'null'] } },
})

/** The body of `infer`. What a tensor holds is looked at in {@link readTexts}: it may be vast. */
export const InferenceSchema = Type.Object({
  id: Type.Optional(NullableSchema('string')),
  parameters: Type.Optional(ParametersSchema),
  inputs: Type.Array(
    Type.Object({
      name: Type.String(),
      shape: Type.Array(Type.Unknown()),
      datatype: Type.String(),
      parameters: Type.Optional(ParametersSchema),
      data: Type.Array(Type.Unknown()),
    }),
    { minItems: 1, maxItems: 1 },
  ),
  outputs: Type.Optional(
    Type.Unsafe<readonly { readonly name: OutputName }[] | null>({
      type: ['array', 'null'],
      maxItems: OUTPUT_NAMES.length,
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', enum: OUTPUT_NAMES } },
      },
    }),
  ),
})

/** A request to infer whose schema was checked. */
export type Inference = Static<typeof InferenceSchema>
type Tensor = Inference['inputs'][number]

/** What a model takes and gives, as its metadata tells; -1 is any number. */
export const TENSORS = {
  inputs: [{ name: INPUT, datatype: 'BYTES', shape: [-1], parameters: { content_type: 'str' } }],
  outputs: OUTPUT_NAMES.map((name) => ({ name, datatype: OUTPUTS[name].datatype, shape: [-1] })),
}

/** Where a text stands, in words that name the tensor. */
export function placeOfText(index: number): string {
  return `${INPUT}[${index}]`
}

/** The texts of a request, and the shape in which it wants its answers. */
export interface Texts {
  readonly texts: readonly string[]
  readonly shape: readonly number[]
}

/**
 * Reads the tensor of texts: one dimension, or two of which the second is 1, flat or nested, as plain
 * strings or as base64.
 *
 * @throws {DomainError} `invalid-request`, which names the tensor and the element.
 */
export function readTexts({ inputs, parameters }: Inference): Texts {
  const [tensor] = inputs
  if (tensor === undefined) throw new RangeError('the schema wants a tensor')
  if (tensor.name !== INPUT) refuse('#/inputs/0/name', 'not-one-of', `must be "${INPUT}"`)
  if (tensor.datatype !== 'BYTES') refuse(INPUT, 'not-one-of', 'must have the datatype BYTES')
  const shape = readShape(tensor)
  const read = readerOf(tensor.parameters?.content_type ?? parameters?.content_type ?? 'str')
  const texts = elementsOf(tensor, shape).map((element, i) => {
    if (typeof element === 'string') return read(element, i)
    return refuse(placeOfText(i), 'wrong-type', 'must be a string')
  })
  return { texts, shape }
}

function readShape({ shape, data }: Tensor): readonly number[] {
  const [count, width = 1] = shape
  const isKnown = Number.isInteger(count) && width === 1 && shape.length <= 2
  if (!isKnown) refuse(INPUT, 'not-one-of', 'must have the shape [n] or [n,1]')
  if (count !== data.length) {
    const sizes = `${count} elements by its shape, but ${data.length} in its data`
    refuse(INPUT, 'malformed', `has ${sizes}`)
  }
  if (data.length === 0) refuse(INPUT, 'too-few', 'has no element')
  if (data.length > MOST_TEXTS) refuse(INPUT, 'too-many', `has more than ${MOST_TEXTS} elements`)
  return shape as readonly number[]
}

/** Elements in their order; of two dimensions each may stand in a list of its own. */
function elementsOf({ data }: Tensor, shape: readonly number[]): readonly unknown[] {
  const isNested = shape.length === 2 && data.every((row) => Array.isArray(row) && row.length === 1)
  return isNested ? data.flat() : data
}

type ReadElement = (element: string, index: number) => string

/**
 * How elements are to be read. NumPy's strings travel as plain ones.
 *
 * Source: MLServer, docs/user-guide/content-type.md.
 */
function readerOf(contentType: string): ReadElement {
  switch (contentType) {
    case 'str':
    case 'np':
      return (element) => element
    case 'base64':
      return readBase64
    default:
      return refuse(INPUT, 'not-one-of', 'must have the content_type str, np or base64')
  }
}

/** Text in base64 as it stands in RFC 4648, section 4, with its padding and nothing else. */
function readBase64(element: string, index: number): string {
  const bytes = Buffer.from(element, 'base64')
  const isExact = bytes.toString('base64') === element
  if (!isExact) refuse(placeOfText(index), 'malformed', 'is not base64')
  if (!isUtf8(bytes)) refuse(placeOfText(index), 'not-unicode', 'is not UTF-8')
  return bytes.toString()
}

function refuse(pointer: string, code: FaultCode, detail: string): never {
  throw new DomainError('invalid-request', { faults: [{ pointer, code, detail }] })
}

/** The tensors that were asked for, of these decisions and in this shape; all when none is named. */
export function outputsOf(
  { outputs }: Inference,
  shape: readonly number[],
  decisions: readonly Judgement[],
) {
  const asked = outputs?.map(({ name }) => name) ?? []
  const names = asked.length === 0 ? OUTPUT_NAMES : [...new Set(asked)]
  return names.map((name) => {
    const { datatype, elementOf } = OUTPUTS[name]
    const parameters = datatype === 'BYTES' ? { parameters: { content_type: 'str' } } : {}
    return { name, shape, datatype, ...parameters, data: decisions.map(elementOf) }
  })
}
