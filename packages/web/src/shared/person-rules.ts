import { hasDocumentShape } from './document-mask.ts'

/** What somebody tells about themselves, as it is typed; named as the API names it. */
export interface PersonFields {
  readonly full_name: string
  readonly email: string
  readonly username: string
  readonly password: string
  readonly document_number: string
  readonly phone: string
}

/** What may be wrong, by its key in the texts; `limit` is in characters. */
export type PersonFault =
  | { readonly form: keyof typeof FORMS }
  | { readonly length: 'too-short' | 'too-long'; readonly limit: number }

interface Limits {
  /** Characters as the server counts them: code points. */
  readonly minLength?: number
  readonly maxLength: number
  readonly pattern?: string
}

/** What the API's schema demands of each field. A test holds it to docs/openapi.json. */
export const LIMITS = {
  full_name: { minLength: 3, maxLength: 200, pattern: '\\S\\s+\\S' },
  email: { maxLength: 254 },
  username: { minLength: 3, maxLength: 64, pattern: '^[A-Za-z0-9._-]*$' },
  password: { minLength: 6, maxLength: 256 },
  document_number: { minLength: 1, maxLength: 32 },
  phone: { maxLength: 32, pattern: '^[0-9+(). /-]*$' },
} as const satisfies Readonly<Record<keyof PersonFields, Limits>>

/** The form of all but passwords, which may be anything. */
const FORMS = {
  full_name: (value: string) => isLike('full_name', value),
  email: (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value),
  username: (value: string) =>
    isLike('username', value) && lengthOf(value) >= LIMITS.username.minLength,
  document_number: hasDocumentShape,
  phone: (value: string) => isLike('phone', value),
}

/**
 * What is wrong with a field; `undefined` if nothing is. The server has the last word.
 *
 * @param passwordMinLength  Characters that this server wants of a password, where it has said so.
 */
export function faultOf(
  field: keyof PersonFields,
  typed: string,
  passwordMinLength: number = LIMITS.password.minLength,
): PersonFault | undefined {
  const value = TRIMMED.has(field) ? typed.trim() : typed
  const { maxLength } = LIMITS[field]
  if (lengthOf(value) > maxLength) return { length: 'too-long', limit: maxLength }
  if (field !== 'password') return FORMS[field](value) ? undefined : { form: field }
  if (lengthOf(value) >= passwordMinLength) return undefined
  return { length: 'too-short', limit: passwordMinLength }
}

/** Sent without white space around them. */
const TRIMMED: ReadonlySet<keyof PersonFields> = new Set(['email', 'username'])

function isLike(field: 'full_name' | 'username' | 'phone', value: string): boolean {
  return new RegExp(LIMITS[field].pattern, 'u').test(value)
}

function lengthOf(value: string): number {
  return [...value].length
}
