import type { AdministeredAccount } from './administered-account.ts'

/** What an administrator changes of an account, as the API takes it. */
export interface Changes {
  readonly role?: AdministeredAccount['role']
  /** A number, `default` for what everybody has, or null for none. */
  readonly monthly_limit?: number | 'default' | null
  readonly disabled?: boolean
}

/** Role and limit as they are set in the form. */
export interface RightsForm {
  readonly role: AdministeredAccount['role']
  readonly kind: AdministeredAccount['monthly_limit_kind']
  /** As it was typed; read where the kind is `own`. */
  readonly units: string
}

/** Most units that an account can have of its own. */
const MOST_UNITS = 2_000_000_000

type Rights = Pick<AdministeredAccount, 'role' | 'monthly_limit' | 'monthly_limit_kind'>

/** The form that says how an account stands now. */
export function rightsOf({ role, monthly_limit, monthly_limit_kind }: Rights): RightsForm {
  return { role, kind: monthly_limit_kind, units: String(monthly_limit ?? '') }
}

/** Whether what was typed is a number that the server takes: digits, and nothing else. */
export function isUnits(units: string): boolean {
  return unitsOf(units) <= MOST_UNITS
}

/** What of the form differs from how the account stands; `undefined` if nothing does. */
export function changesOf(account: Rights, form: RightsForm): Changes | undefined {
  const limit = limitOf(form)
  const changes = {
    ...(form.role !== account.role && { role: form.role }),
    ...(limit !== limitOf(rightsOf(account)) && { monthly_limit: limit }),
  }
  return Object.keys(changes).length === 0 ? undefined : changes
}

/**
 * The form on how the account stands `now`, where it has become another since `before`: what an
 * administrator has set stays, role and limit each as a whole.
 */
export function rebased(form: RightsForm, before: RightsForm, now: RightsForm): RightsForm {
  const isAsItWas = [before, now].some((one) => limitOf(one) === limitOf(form))
  const { kind, units } = isAsItWas ? now : form
  return { role: form.role === before.role ? now.role : form.role, kind, units }
}

function limitOf({ kind, units }: RightsForm): number | 'default' | null {
  if (kind === 'none') return null
  return kind === 'own' ? unitsOf(units) : 'default'
}

/** Not a number unless it is a whole one, so that it is like no limit that stands. */
function unitsOf(typed: string): number {
  const units = typed.trim()
  return /^\d+$/u.test(units) ? Number(units) : Number.NaN
}
