import type { Verdict } from '@hamlet/classifier'
import { Badge, type BadgeProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { VERDICT_COLOURS } from './verdict-colours.ts'

interface VerdictBadgeProps extends Omit<BadgeProps, 'color' | 'children'> {
  readonly verdict: Verdict
}

/** A verdict in its colour and in the reader's words. */
export function VerdictBadge({ verdict, ...rest }: VerdictBadgeProps) {
  const { t } = useTranslation('shared')
  return (
    <Badge color={VERDICT_COLOURS[verdict]} {...rest}>
      {t(`verdicts.${verdict}`)}
    </Badge>
  )
}
