import { answerOf } from '@hamlet/client'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../session/client.ts'
import { faultOf, type PersonFields } from './person-rules.ts'

/** How a form checks what somebody tells about themselves, in the reader's words. */
export function usePersonCheck(): (field: keyof PersonFields) => (value: string) => string | null {
  const { t } = useTranslation('shared')
  const passwordMinLength = usePasswordMinLength()
  return (field) => (value) => {
    const fault = faultOf(field, value, passwordMinLength)
    if (fault === undefined) return null
    if ('form' in fault) return t(`personFaults.${fault.form}`)
    return t(`fieldFaults.${fault.length}`, { limit: fault.limit })
  }
}

/** Characters that this server wants of a password; `undefined` until it has said so. */
function usePasswordMinLength(): number | undefined {
  const { data } = useQuery({
    queryKey: ['home'],
    queryFn: () => answerOf(api.GET('/')),
    staleTime: Infinity,
  })
  return data?.password_min_length
}
