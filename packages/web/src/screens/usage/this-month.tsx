import { Group, RingProgress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { type UsageOfMonth, usageQuery } from '../../shared/usage.ts'
import { useFormats } from '../../shared/use-formats.ts'
import { fontSizeIn } from './words.ts'

/** How much of this month's units is used, and when they are given anew. */
export function ThisMonth() {
  const { t } = useTranslation('usage')
  const usage = useQuery(usageQuery())
  return (
    <Section title={t('thisMonth')}>
      <QueryView query={usage}>
        {(month) => (
          <Group gap="xl">
            {month.limit === null ? <Used used={month.used} /> : <Ring {...month} />}
            <Left {...month} />
          </Group>
        )}
      </QueryView>
    </Section>
  )
}

function Used({ used }: Pick<UsageOfMonth, 'used'>) {
  const { number } = useFormats()
  return (
    <Text fz={40} fw={700}>
      {number(used)}
    </Text>
  )
}

function Ring({ used, limit }: Pick<UsageOfMonth, 'used' | 'limit'>) {
  const { t } = useTranslation('usage')
  const { number } = useFormats()
  const share = limit ? Math.min(1, used / limit) : 1
  const [count, ofLimit] = [number(used), t('ofLimit', { limit: number(limit ?? 0) })]
  return (
    <RingProgress
      size={200}
      thickness={14}
      roundCaps
      // The round ends of nothing would be a dot.
      sections={share === 0 ? [] : [{ value: share * 100, color: colourOf(share) }]}
      label={
        <Stack gap={0} align="center">
          <Text fz={fontSizeIn(count, 28)} fw={700} lh={1.2}>
            {count}
          </Text>
          <Text fz={fontSizeIn(ofLimit, 14)}>{ofLimit}</Text>
        </Stack>
      }
    />
  )
}

/** The words beside the ring say the same. */
function colourOf(share: number): string {
  if (share >= 1) return 'red'
  return share >= 0.8 ? 'orange' : 'indigo'
}

function Left({ remaining, resets_at, time_zone }: UsageOfMonth) {
  const { t } = useTranslation('usage')
  const { number, momentInZone } = useFormats()
  return (
    <Stack gap={4}>
      <Text size="lg" fw={500}>
        {remaining === null && t('unlimited')}
        {remaining === 0 && t('usedUp')}
        {remaining !== null &&
          remaining > 0 &&
          t('left', { count: remaining, units: number(remaining) })}
      </Text>
      <Text size="sm">{t('resets', { when: momentInZone(resets_at, time_zone) })}</Text>
      <Text size="sm" c="dimmed">
        {t('timeZone', { zone: time_zone })}
      </Text>
    </Stack>
  )
}
