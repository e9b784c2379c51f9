import { Paper, Text } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './coloured-text.module.css'
import { COLOURED_LENGTH, type Segment, strengthOf } from './segments.ts'
import { useFormats } from './use-formats.ts'

/** The text as it was typed; each piece that counts is coloured by what it adds, and says it when pointed at. */
export const ColouredText = memo(({ segments }: { segments: readonly Segment[] }) => {
  const { t } = useTranslation('shared')
  return (
    <>
      <Paper
        withBorder
        // A long text is scrolled by keyboard, and a Paper shows no focus by itself.
        className={`mantine-focus-auto ${classes['text']}`}
        component="section"
        aria-label={t('reasons.coloured')}
        dir="auto"
        tabIndex={0}
      >
        <Pieces segments={segments} />
      </Paper>
      {lengthOf(segments) > COLOURED_LENGTH && (
        <Text size="sm" mt="xs">
          {t('reasons.colouredPart', { length: COLOURED_LENGTH })}
        </Text>
      )}
    </>
  )
})

function Pieces({ segments }: { segments: readonly Segment[] }) {
  const { t } = useTranslation('shared')
  const { signed } = useFormats()
  return segments.map(({ start, text, contribution, times }) => {
    if (contribution === undefined) return text
    const value = signed(contribution)
    return (
      <mark
        key={start}
        className={classes[contribution > 0 ? 'spam' : 'ham']}
        data-strength={strengthOf(contribution)}
        title={times === undefined ? value : t('reasons.together', { value, times })}
      >
        {text}
      </mark>
    )
  })
}

function lengthOf(segments: readonly Segment[]): number {
  const last = segments.at(-1)
  return last === undefined ? 0 : last.start + last.text.length
}
