import { Badge, Code, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { KEYS, type ListedKey, readKeys } from './keys.ts'
import { RevokeKey } from './revoke-key.tsx'

/** Somebody's keys, with what they may do and when they were last used. */
export function KeyList() {
  const { t } = useTranslation('keys')
  const keys = useQuery({ queryKey: KEYS, queryFn: readKeys })
  return (
    <Section title={t('yourKeys')}>
      <QueryView query={keys} isEmpty={({ items }) => items.length === 0} empty={t('noKeys')}>
        {({ items }) => (
          <Stack component="ul" gap="lg" p={0} m={0}>
            {items.map((key) => (
              <Row key={key.id} apiKey={key} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Section>
  )
}

function Row({ apiKey }: { apiKey: ListedKey }) {
  const { t } = useTranslation('keys')
  const id = useId()
  const { name, prefix, scopes } = apiKey
  return (
    <Group component="li" justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
      <Stack gap={4} id={id}>
        <Group gap="xs">
          <Text fw={500}>{name}</Text>
          <Code>{prefix}…</Code>
        </Group>
        <Group gap="xs">
          {scopes.map((scope) => (
            <Badge key={scope} variant="outline" size="sm" tt="none">
              {t(`scopeNames.${scope}`)}
            </Badge>
          ))}
        </Group>
        <Life {...apiKey} />
        {apiKey.over_quota === 'undecided' && (
          <Text size="sm" c="dimmed">
            {t('isUndecided')}
          </Text>
        )}
      </Stack>
      <RevokeKey id={apiKey.id} name={name} describedBy={id} />
    </Group>
  )
}

function Life({ created_at, last_used_at, expires_at }: ListedKey) {
  const { t } = useTranslation('keys')
  const { day, dayAndTime } = useFormats()
  const isOver = expires_at !== null && new Date(expires_at) <= new Date()
  return (
    <Text size="sm" c="dimmed">
      {t('made', { when: day(created_at) })}
      {' · '}
      {last_used_at === null ? t('neverUsed') : t('lastUsed', { when: dayAndTime(last_used_at) })}
      {' · '}
      <Text span inherit c={isOver ? 'var(--mantine-color-error)' : 'dimmed'}>
        {expires_at === null && t('neverExpires')}
        {expires_at !== null && t(isOver ? 'expired' : 'expires', { when: dayAndTime(expires_at) })}
      </Text>
    </Text>
  )
}
