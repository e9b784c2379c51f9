import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'
import type { ListedDecision } from './use-decisions.ts'

interface VerdictBadgeProps {
  readonly verdict: ListedDecision['verdict']
  readonly probability: number
}

/** A verdict, and below it the probability that it came from. */
export function VerdictBadge({ verdict, probability }: VerdictBadgeProps) {
  const { t } = useTranslation('history')
  const language = useLanguage()
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'trunc',
  }).format(probability)
  return (
    <>
      <Badge color={VERDICT_COLOURS[verdict]}>{t(`verdicts.${verdict}`)}</Badge>
      <data value={String(probability)}>{percent}</data>
    </>
  )
}
