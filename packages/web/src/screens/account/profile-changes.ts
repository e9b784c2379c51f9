import type { PersonFields } from '../../shared/person-rules.ts'

/** What somebody may change about themselves at any time; named as the API names it. */
export type ProfileFields = Pick<PersonFields, 'full_name' | 'email' | 'phone'>

const NAMES = ['full_name', 'email', 'phone'] as const satisfies readonly (keyof ProfileFields)[]

/** What was typed that is not so already, without white space around it. */
export function changesOf(before: ProfileFields, typed: ProfileFields): Partial<ProfileFields> {
  const changed = NAMES.map((name) => [name, typed[name].trim()] as const).filter(
    ([name, value]) => value !== before[name],
  )
  return Object.fromEntries(changed)
}

/** What was typed since the profile was `before`, on how it stands `now`; the rest follows. */
export function rebased(
  typed: ProfileFields,
  before: ProfileFields,
  now: ProfileFields,
): ProfileFields {
  return { ...now, ...changesOf(before, typed) }
}
