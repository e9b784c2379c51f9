import type { Classification } from '@hamlet/classifier'
import { Badge, Group, Paper, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'

/** Probability and verdict of the text as it stands. */
export function VerdictPanel({ result }: { result: Classification }) {
  const { t } = useTranslation('playground')
  const language = useLanguage()
  const { spamProbability, verdict } = result
  const percent = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: spamProbability > 0.001 && spamProbability < 0.999 ? 1 : 3,
    roundingMode: 'trunc',
  }).format(spamProbability)
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between" role="status">
          <Badge size="xl" color={VERDICT_COLOURS[verdict]} data-verdict={verdict}>
            {t(`verdicts.${verdict}`)}
          </Badge>
          <Text size="xl" fw={700} component="span">
            <Text component="span" size="sm" c="dimmed" fw={400}>
              {t('probability')}{' '}
            </Text>
            {/* To the last bit, beside what people read. */}
            <data value={String(spamProbability)}>{percent}</data>
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
