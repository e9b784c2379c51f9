import type { Classification } from '@hamlet/classifier'
import { Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Probability } from '../../shared/probability.tsx'
import { VerdictBadge } from '../../shared/verdict-badge.tsx'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'

/** Probability and verdict of the text as it stands. */
export function VerdictPanel({ result }: { result: Classification }) {
  const { t } = useTranslation('playground')
  const { spamProbability, verdict } = result
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" role="status">
          <VerdictBadge size="xl" verdict={verdict} data-verdict={verdict} />
          <Text size="xl" fw={700} component="span">
            <Text component="span" size="sm" c="dimmed" fw={400}>
              {t('probability')}{' '}
            </Text>
            <Probability value={spamProbability} />
          </Text>
        </Group>
        <Progress
          value={spamProbability * 100}
          color={VERDICT_COLOURS[verdict]}
          size="lg"
          aria-label={t('probability')}
        />
        <Text size="sm">{t(`meanings.${verdict}`)}</Text>
      </Stack>
    </Paper>
  )
}
