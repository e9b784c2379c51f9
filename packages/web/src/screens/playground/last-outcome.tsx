import { Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../shared/copy.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { isByAnotherModel, isSame, type Outcome } from './playground-store.ts'
import { usePlayground } from './use-playground.ts'

/** What the server said when it was asked last; of another text than the one that stands there, with it. */
export function LastOutcome() {
  const playground = usePlayground()
  const { outcome } = playground
  if (outcome === undefined) return null
  const isOfThis = isSame(outcome.asked, playground)
  // Whoever changes a text that was refused has read why.
  if (outcome.kind === 'refused' && !isOfThis && !outcome.isLate) return null
  return (
    <Stack gap="xs" align="flex-start">
      {!isOfThis && <About text={outcome.asked.text} />}
      {outcome.kind === 'refused' ? (
        <RefusalAlert error={outcome.error} />
      ) : (
        <Decided outcome={outcome} />
      )}
    </Stack>
  )
}

function About({ text }: { text: string }) {
  const { t } = useTranslation('playground')
  return (
    <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
      {t('about')} <q dir="auto">{text}</q>
    </Text>
  )
}

function Decided({ outcome }: { outcome: Outcome & { readonly kind: 'decided' } }) {
  const { t } = useTranslation('playground')
  const shared = useTranslation('shared')
  const { decision_id, verdict, model_version, usage } = outcome.decision
  return (
    <Paper withBorder p="md" role="status">
      <Stack gap="xs">
        <Text fw={600}>
          {t('decided')}: {shared.t(`verdicts.${verdict}`)}
        </Text>
        <Group gap="xs">
          <Text size="sm">{t('decisionId')}</Text>
          <Code>{decision_id}</Code>
          <Copy value={decision_id} label={t('copy')} />
        </Group>
        <Text size="sm">
          {t('modelVersion')} <Code>{model_version}</Code>
        </Text>
        {isByAnotherModel(outcome) && <Text size="sm">{t('otherModel')}</Text>}
        {usage.remaining !== null && <Text size="sm">{t('left', { count: usage.remaining })}</Text>}
      </Stack>
    </Paper>
  )
}
