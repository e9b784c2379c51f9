import { Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { LastOutcome } from './last-outcome.tsx'
import { OfficialDecision } from './official-decision.tsx'
import { VerdictPanel } from './verdict-panel.tsx'
import { type JudgedText, Why } from './why.tsx'

/** What the model says of a text at every key, what the server decided, and why. */
export function Judgement(judged: JudgedText) {
  const { t } = useTranslation('playground')
  const { classifier, text, source } = judged
  const result = useMemo(() => classifier.classify(text, source), [classifier, text, source])
  const isEmpty = text.trim() === ''
  return (
    <Stack>
      {isEmpty ? (
        <Text c="dimmed">{t('empty')}</Text>
      ) : (
        <>
          <VerdictPanel result={result} />
          <OfficialDecision text={text} source={source} version={classifier.version} />
        </>
      )}
      <LastOutcome />
      {!isEmpty && <Why {...judged} />}
    </Stack>
  )
}
