import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { LeftOut } from './desk/left-out.ts'
import { useWhy } from './use-why.ts'

/** How many rows cannot be recorded, which, and why. */
export function LeftOutRows({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const { t } = useTranslation('many-at-once')
  const whyOf = useWhy()
  const formats = useFormats()
  if (leftOut.length === 0) return null
  return (
    <Stack gap={4}>
      {leftOut.map(({ fault, count, first }) => (
        <Text key={`${fault.code} ${fault.limit}`} size="sm">
          {t('record.leftOut', { why: whyOf(fault), rows: formats.number(count) })}{' '}
          {t(first.length < count ? 'record.firstNumbers' : 'record.numbers', {
            // Some languages group digits by a comma.
            numbers: first.map((row) => formats.number(row)).join(' · '),
          })}
        </Text>
      ))}
      <Text size="sm" c="dimmed">
        {t('record.leftOutHint')}
      </Text>
    </Stack>
  )
}
