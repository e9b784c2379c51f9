import type { Classifier, Source } from '@hamlet/classifier'
import { Grid, Text } from '@mantine/core'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ColouredText } from '../../shared/coloured-text.tsx'
import { ReasonsTable } from '../../shared/reasons-table.tsx'
import { segmentsOf } from '../../shared/segments.ts'
import classes from './playground.module.css'

/** A text, and the model that judges it. */
export interface JudgedText {
  readonly classifier: Classifier
  readonly text: string
  readonly source: Source | undefined
}

/** The reasons as soon as there is time; until then those of what was judged before, dimmed. */
export function Why({ classifier, text, source }: JudgedText) {
  const { t } = useTranslation('playground')
  const judged = useMemo(() => ({ classifier, text, source }), [classifier, text, source])
  const shown = useDeferredValue(judged)
  const explanation = useMemo(() => shown.classifier.explain(shown.text, shown.source), [shown])
  const segments = useMemo(() => segmentsOf(shown.text, explanation), [shown, explanation])
  return (
    <Grid className={classes['why'] ?? ''} aria-busy={shown !== judged}>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <ColouredText segments={segments} />
        <Text size="sm" c="dimmed" mt="xs">
          {t('legend')} {t('logOdds')}
        </Text>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <ReasonsTable explanation={explanation} />
      </Grid.Col>
    </Grid>
  )
}
