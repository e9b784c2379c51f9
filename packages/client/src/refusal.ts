/** What is wrong with one part of a request. */
export interface Fault {
  /** A JSON Pointer into the body, or one that begins with `#/query`, `#/path` or `#/headers`. */
  readonly pointer: string
  readonly detail: string
  /** What kind of fault it is, for programs; absent where the server only has words. */
  readonly code?: string
  /** The number that was not kept to, where a code is about one. */
  readonly limit?: number
}

/** No answer came: the server is down, or the way to it is. */
export const UNREACHABLE = 'unreachable'

/** What the server refused, as its problem document has it (docs/problems.md lists the codes). */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: string
  /** The status of the answer; 0 when none came. */
  readonly status: number
  readonly title: string
  readonly requestId: string | undefined
  readonly faults: readonly Fault[]

  constructor(facts: RefusalFacts, options?: ErrorOptions) {
    super(facts.detail, options)
    this.code = facts.code
    this.status = facts.status
    this.title = facts.title
    this.requestId = facts.requestId
    this.faults = facts.faults
  }

  /** Whether the server failed or no answer came: it may have done what was asked, and may do it later. */
  get isUnsure(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

/** What a refusal tells. */
export interface RefusalFacts {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly requestId: string | undefined
  readonly faults: readonly Fault[]
}

/** An answer as openapi-fetch gives it. */
export interface FetchedAnswer<Data> {
  readonly data?: Data | undefined
  readonly error?: unknown
  readonly response: Response
}

/** What a call gives. @throws {Refusal} The server refused, or no answer came. */
export async function answerOf<Data>(call: Promise<FetchedAnswer<Data>>): Promise<Data> {
  const { data, error, response } = await call
  if (!response.ok) throw refusalOf(error, response)
  return data as Data
}

/** The refusal that an answer's body tells; a body that tells none makes a bare one. */
export function refusalOf(body: unknown, response: Response): Refusal {
  const problem = isProblem(body) ? body : {}
  return new Refusal({
    code: problem.type?.replace(/^.*\//u, '') ?? 'internal',
    status: response.status,
    title: problem.title ?? response.statusText,
    detail: problem.detail ?? '',
    requestId: response.headers.get('x-request-id') ?? undefined,
    faults: problem.errors ?? [],
  })
}

/** The refusal that an answer tells whose body nobody has read yet. */
export async function readRefusal(response: Response): Promise<Refusal> {
  return refusalOf(await response.json().catch(() => undefined), response)
}

/** A refusal in place of an error of the network; an aborted request stays what it is. */
export function unreachable(cause: unknown): unknown {
  const isTooLate = cause instanceof DOMException && cause.name === 'TimeoutError'
  if (!(cause instanceof TypeError || isTooLate)) return cause
  const facts = { code: UNREACHABLE, status: 0, title: '', detail: '' }
  return new Refusal({ ...facts, requestId: undefined, faults: [] }, { cause })
}

interface ProblemDocument {
  readonly type?: string
  readonly title?: string
  readonly detail?: string
  readonly errors?: readonly Fault[]
}

function isProblem(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && 'type' in body
}
