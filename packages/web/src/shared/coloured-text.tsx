import { Paper } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './coloured-text.module.css'
import type { Formats } from './formats.ts'
import { type Segment, strengthOf } from './segments.ts'
import { useFormats } from './use-formats.ts'

/** The text as it was typed; each piece is coloured by what it adds, and says it when pointed at. */
export const ColouredText = memo(({ segments }: { segments: readonly Segment[] }) => {
  const { t } = useTranslation('shared')
  const { signed } = useFormats()
  return (
    <Paper
      withBorder
      // A long text is scrolled by keyboard, and a Paper shows no focus by itself.
      className={`mantine-focus-auto ${classes['text']}`}
      component="section"
      aria-label={t('reasons.coloured')}
      tabIndex={0}
    >
      {segments.map((segment) => (
        <Piece key={segment.start} signed={signed} {...segment} />
      ))}
    </Paper>
  )
})

function Piece({ text, contribution, times, signed }: Segment & Pick<Formats, 'signed'>) {
  const { t } = useTranslation('shared')
  if (contribution === undefined) return text
  const strength = strengthOf(contribution)
  const value = signed(contribution)
  const side = contribution > 0 ? 'spam' : 'ham'
  return (
    <mark
      className={strength > 0 ? classes[side] : undefined}
      data-strength={strength}
      title={times === undefined ? value : t('reasons.together', { value, times })}
    >
      {text}
    </mark>
  )
}
