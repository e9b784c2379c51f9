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

/** The keys of what may be wrong, in the texts. */
export type PersonFault = 'fullName' | 'email' | 'username' | 'password' | 'document' | 'phone'

type Check = readonly [PersonFault, (value: string) => boolean]

/** What the API's schema demands of each field, for a start; the server has the last word. */
const CHECKS: Readonly<Record<keyof PersonFields, Check>> = {
  full_name: ['fullName', (value) => /\S\s+\S/u.test(value)],
  email: ['email', (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value.trim())],
  username: ['username', (value) => /^[A-Za-z0-9._-]{3,64}$/u.test(value.trim())],
  password: ['password', (value) => value.length >= 6],
  document_number: ['document', hasDocumentShape],
  phone: ['phone', (value) => /^[0-9+(). /-]*$/u.test(value)],
}

/** What is wrong with a field; `undefined` if nothing is. */
export function faultOf(field: keyof PersonFields, value: string): PersonFault | undefined {
  const [fault, isFine] = CHECKS[field]
  return isFine(value) ? undefined : fault
}
