import type { Classifier, Source } from '@hamlet/classifier'
import { Grid, Stack, Text } from '@mantine/core'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ColouredText } from '../../shared/coloured-text.tsx'
import { ReasonsTable } from '../../shared/reasons-table.tsx'
import { segmentsOf } from '../../shared/segments.ts'
import { LastOutcome } from './last-outcome.tsx'
import { OfficialDecision } from './official-decision.tsx'
import { VerdictPanel } from './verdict-panel.tsx'

interface JudgedText {
  readonly classifier: Classifier
  readonly text: string
  readonly source: Source | undefined
}

/** What the model says of a text, and why: the verdict at every key, the reasons as soon as there is time. */
export function Judgement({ classifier, text, source }: JudgedText) {
  const { t } = useTranslation('playground')
  const result = useMemo(() => classifier.classify(text, source), [classifier, text, source])
  const isEmpty = text.trim() === ''
  return (
    <Stack>
      {isEmpty ? (
        <Text c="dimmed">{t('empty')}</Text>
      ) : (
        <>
          <VerdictPanel result={result} />
          <Why classifier={classifier} text={text} source={source} />
          <OfficialDecision text={text} source={source} version={classifier.version} />
        </>
      )}
      <LastOutcome />
    </Stack>
  )
}

function Why({ classifier, text, source }: JudgedText) {
  const { t } = useTranslation('playground')
  const shown = useDeferredValue(text)
  const explanation = useMemo(() => classifier.explain(shown, source), [classifier, shown, source])
  const segments = useMemo(() => segmentsOf(shown, explanation), [shown, explanation])
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <ColouredText segments={segments} />
        <Text size="sm" c="dimmed" mt="xs">
          {t('legend')}
        </Text>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <ReasonsTable explanation={explanation} />
      </Grid.Col>
    </Grid>
  )
}
