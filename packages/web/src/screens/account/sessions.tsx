import { answerOf } from '@hamlet/client'
import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../session/client.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { deviceOf } from './device.ts'

/** What the list of sessions is kept under. */
export const SESSIONS = ['sessions'] as const

/** Where somebody is logged in, and a way to end that. */
export function Sessions() {
  const { t } = useTranslation('account')
  const sessions = useQuery({ queryKey: SESSIONS, queryFn: readSessions })
  return (
    <Section title={t('sessions')}>
      <Text size="sm">{t('sessionsHint')}</Text>
      <QueryView
        query={sessions}
        isEmpty={({ items }) => items.length === 0}
        empty={t('noSessions')}
      >
        {({ items }) => (
          <Stack component="ul" gap="md" p={0} m={0}>
            {items.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Section>
  )
}

type Session = Awaited<ReturnType<typeof readSessions>>['items'][number]

function Row({ session }: { session: Session }) {
  const { t } = useTranslation('account')
  const { dayAndTime } = useFormats()
  const id = useId()
  return (
    <Group component="li" justify="space-between" gap="sm" wrap="nowrap">
      <div id={id}>
        <Group gap="xs">
          <Text fw={500} title={session.user_agent ?? undefined}>
            <DeviceName userAgent={session.user_agent} />
          </Text>
          {session.current && <Badge variant="outline">{t('thisSession')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {t('loggedIn', { when: dayAndTime(session.created_at) })}
          {' · '}
          {t('lastUsed', { when: dayAndTime(session.last_used_at) })}
        </Text>
      </div>
      {!session.current && <End id={session.id} describedBy={id} />}
    </Group>
  )
}

function DeviceName({ userAgent }: { userAgent: string | null }) {
  const { t } = useTranslation('account')
  const { program = t('unknownProgram'), system } = deviceOf(userAgent)
  return system === undefined ? program : t('programOn', { program, system })
}

function End({ id, describedBy }: { id: string; describedBy: string }) {
  const { t } = useTranslation('account')
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => answerOf(api.DELETE('/users/me/sessions/{id}', { params: { path: { id } } })),
    // One that is over already is refused, and is not in the next list either.
    onSettled: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  })
  return (
    <Button
      variant="default"
      size="xs"
      flex="none"
      aria-describedby={describedBy}
      loading={end.isPending}
      onClick={() => end.mutate()}
    >
      {t('end')}
    </Button>
  )
}

function readSessions() {
  return answerOf(api.GET('/users/me/sessions'))
}
