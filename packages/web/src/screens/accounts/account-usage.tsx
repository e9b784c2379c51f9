import { Paper, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { type AccountUsageOfMonth, useAccountUsage } from './accounts.ts'

/** What an account used of this month. */
export function AccountUsage({ id }: { id: string }) {
  const { t } = useTranslation('accounts')
  const usage = useAccountUsage(id)
  return (
    <Paper withBorder p="md" component="section" aria-label={t('usage')}>
      <QueryView query={usage}>{(data) => <Month usage={data} />}</QueryView>
    </Paper>
  )
}

function Month({ usage }: { usage: AccountUsageOfMonth }) {
  const { t } = useTranslation('accounts')
  const { number, day } = useFormats()
  const { used, limit, resets_at, time_zone, days } = usage
  const [ham, spam] = [sum(days.map((one) => one.ham)), sum(days.map((one) => one.spam))]
  const facts = { used: number(used), limit: number(limit ?? 0) }
  return (
    <Stack gap="xs">
      <Text fw={600}>{t(limit === null ? 'usedUnlimited' : 'usedOf', facts)}</Text>
      {limit !== null && (
        <Progress
          value={limit === 0 ? 100 : Math.min(100, (100 * used) / limit)}
          color={used >= limit ? 'red.8' : 'indigo'}
          aria-hidden="true"
        />
      )}
      <Text size="sm">{t('judged', { ham: number(ham), spam: number(spam) })}</Text>
      <Text size="sm" c="dimmed">
        {t('resetsAt', { day: day(resets_at, time_zone), zone: time_zone })}
      </Text>
    </Stack>
  )
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
