import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { RowFault } from './desk/row-fault.ts'

/** What there are words for; of anything else the server's own are shown. */
const KNOWN = ['body-too-large', 'not-unicode', 'too-long'] as const

/** Says in words why a row cannot be recorded. */
export function useWhy(): (fault: RowFault) => string {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  return ({ code, limit, detail }) => {
    const known = KNOWN.find((one) => one === code)
    if (known === undefined || (known === 'too-long' && limit === undefined)) {
      return t('record.why.other', { detail })
    }
    return t(`record.why.${known}`, { limit: formats.number(limit ?? 0) })
  }
}
