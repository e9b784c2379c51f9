import type { FastifyInstance, FastifyRequest } from 'fastify'

/** The fields of a form that anything here depends on. */
const FIELDS = [
  'api_key',
  'blog',
  'blog_charset',
  'comment_author',
  'comment_author_email',
  'comment_content',
  'comment_type',
  'content_type',
  'extended',
  'filter',
  'format',
  'from',
  'guid',
  'is_test',
  'key',
  'limit',
  'month',
  'offset',
  'order',
  'user_role',
] as const

type Field = (typeof FIELDS)[number]

/** A form as it is kept: fields that were not sent are missing. */
export type AkismetForm = Readonly<Partial<Record<Field, string>>>

/**
 * Reads forms, and nothing else, on the routes of `app`.
 *
 * @param bodyLimit  In bytes.
 */
export function readAkismetForms(app: FastifyInstance, bodyLimit: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer', bodyLimit },
    ({ headers }, body, done) => done(null, parseForm(body, charsetOf(headers['content-type']))),
  )
}

/** What a request says in its body, or, where it says it there, in its query. */
export function formOf({ body, raw }: Pick<FastifyRequest, 'body' | 'raw'>): AkismetForm {
  const form = (body ?? {}) as AkismetForm
  const [, query] = /\?(.*)/su.exec(raw.url ?? '') ?? []
  return query === undefined ? form : { ...parseForm(Buffer.from(query, 'latin1')), ...form }
}

const KNOWN: ReadonlySet<string> = new Set(FIELDS)

function isField(name: string): name is Field {
  return KNOWN.has(name)
}

/**
 * The fields of a form that are needed. Sites send a visitor's address, browser and environment, and
 * copies of everything that was posted: none of it is decoded or kept. A field that comes twice counts
 * the last time, and one without `=` is empty.
 *
 * @param charset  What the text is in, where the form does not say so itself (`blog_charset`).
 *
 * Source: WHATWG URL, section 5.1, but for the charset.
 */
export function parseForm(bytes: Buffer, charset?: string | undefined): AkismetForm {
  const sent = new Map(fieldsIn(bytes.toString('latin1')))
  const label = sent.get('blog_charset')
  const decoder = decoderOf(label ? unescaped(label).toString('latin1') : charset)
  const decoded = [...sent].map(([field, value]) => [field, textOf(unescaped(value), decoder)])
  return Object.fromEntries(decoded) as AkismetForm
}

/** Known fields and their values, a character for each byte as it was sent. Cost: O(n). */
function* fieldsIn(form: string): Generator<[Field, string]> {
  let equals = -1
  for (let start = 0, end = 0; start < form.length; start = end + 1) {
    end = indexOrEnd(form, '&', start)
    // Looked for no more than once, or a form without any would be read over and over again.
    if (equals < start) equals = indexOrEnd(form, '=', start)
    const name = nameOf(form.slice(start, Math.min(equals, end)))
    if (isField(name)) yield [name, form.slice(equals + 1, end)]
  }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const found = text.indexOf(character, from)
  return found === -1 ? text.length : found
}

/** Bytes of a field's name at most, every one of them escaped. */
const LONGEST_NAME = 3 * Math.max(...FIELDS.map(({ length }) => length))

function nameOf(sent: string): string {
  if (sent.length > LONGEST_NAME || !sent.includes('%')) return sent
  return unescaped(sent).toString('latin1')
}

const [PERCENT, PLUS, SPACE] = [0x25, 0x2b, 0x20] as const

/** Bytes without their percent-encoding; what is none stays as it is. */
function unescaped(sent: string): Buffer {
  const bytes = Buffer.from(sent, 'latin1')
  let length = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    const escaped = byte === PERCENT ? hexByteAt(bytes, i + 1) : undefined
    if (escaped !== undefined) i += 2
    bytes[length++] = escaped ?? (byte === PLUS ? SPACE : byte)
  }
  return bytes.subarray(0, length)
}

function hexByteAt(bytes: Buffer, at: number): number | undefined {
  const [high, low] = [hexDigit(bytes[at]), hexDigit(bytes[at + 1])]
  return high === undefined || low === undefined ? undefined : high * 16 + low
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = (byte | 0x20) - 0x61
  return letter >= 0 && letter < 6 ? letter + 10 : undefined
}

/** Keeps a byte order mark, as other routes do, so that the same text is judged alike. */
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes any charset that browsers know; others, and those in which `&` is not one byte, as UTF-8. */
function decoderOf(label = 'utf-8'): TextDecoder {
  if (/^\s*utf-?8\s*$/iu.test(label)) return UTF8
  try {
    const decoder = new TextDecoder(label, { ignoreBOM: true })
    return decoder.encoding.startsWith('utf-16') ? UTF8 : decoder
  } catch (error) {
    if (error instanceof RangeError) return UTF8
    throw error
  }
}

/** No database keeps a NUL character; a client cannot be told so, whose author wrote one. */
function textOf(value: Buffer, decoder: TextDecoder): string {
  return decoder.decode(value).replaceAll('\0', '\uFFFD')
}

/** The charset that a Content-Type names. Source: RFC 9110, section 8.3.2. */
function charsetOf(type = ''): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/iu.exec(type)?.[1]
}
