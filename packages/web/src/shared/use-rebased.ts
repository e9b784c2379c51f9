import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useRef } from 'react'

/**
 * Keeps a form up with what it changes: where that becomes another under it, fields that nobody has
 * touched follow, so that saving does not take back what somebody else has changed.
 *
 * @param current  The form that says how things stand now.
 * @param rebase   Gives the form anew: what was typed since `before`, on what stands `now`.
 */
export function useRebased<Form extends object>(
  form: UseFormReturnType<Form>,
  current: Form,
  rebase: (typed: Form, before: Form, now: Form) => Form,
): void {
  const known = useRef(current)
  useEffect(() => {
    const before = known.current
    if (JSON.stringify(before) === JSON.stringify(current)) return
    known.current = current
    form.setValues(rebase(form.getValues(), before, current))
  })
}
