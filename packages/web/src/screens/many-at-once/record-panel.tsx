import { Anchor, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useSessionState } from '../../session/use-session.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { usageQuery } from '../../shared/usage.ts'
import type { Judged } from './desk/desk.ts'
import type { Recording } from './many-store.ts'
import { countRows } from './record-counts.ts'
import { RecordEnded } from './record-ended.tsx'
import { RecordOffer } from './record-offer.tsx'
import { RecordProgress } from './record-progress.tsx'

interface RecordPanelProps {
  /** Of the file, without its ending. */
  readonly name: string
  readonly judged: Judged
  readonly recording: Recording | undefined
}

/** Where the rows become decisions of the server. */
export function RecordPanel(props: RecordPanelProps) {
  const { t } = useTranslation('many-at-once')
  const isSignedIn = useSessionState() === 'signed-in'
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="record-title">
      <Stack gap="sm" align="stretch">
        <Title order={2} size="h4" id="record-title">
          {t('record.title')}
        </Title>
        <Text size="sm">{t('record.intro')}</Text>
        {isSignedIn ? <Record {...props} /> : <SignIn {...props} />}
      </Stack>
    </Paper>
  )
}

/** The way in; a session that ended while rows were recorded leaves word how far that came. */
function SignIn({ judged, recording }: RecordPanelProps) {
  const { t } = useTranslation('many-at-once')
  const counts = countRows(judged, recording)
  return (
    <>
      {recording && <RecordEnded recording={recording} counts={counts} />}
      <Text size="sm">
        {t('record.signIn')}{' '}
        <Anchor component={Link} href="/log-in?next=/many" underline="always">
          {t('record.logIn')}
        </Anchor>
      </Text>
    </>
  )
}

function Record({ name, judged, recording }: RecordPanelProps) {
  // It is a promise of what it will cost.
  const usage = useQuery({ ...usageQuery(), staleTime: 0 })
  const { leftOut } = recording ?? judged
  const counts = countRows(judged, recording)
  if (recording !== undefined && recording.end === undefined) {
    return <RecordProgress recording={recording} wanted={counts.wanted} />
  }
  return (
    <QueryView query={usage}>
      {(month) => (
        <RecordOffer
          name={name}
          counts={counts}
          leftOut={leftOut}
          month={month}
          recording={recording}
        />
      )}
    </QueryView>
  )
}
