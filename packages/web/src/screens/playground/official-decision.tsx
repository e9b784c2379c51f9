import { Anchor, Button, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useSessionState } from '../../session/use-session.ts'
import { type Asked, decide, isSame } from './playground-store.ts'
import { usePlayground } from './use-playground.ts'

/** Has the server decide, for whoever is signed in; tells others how to become one of them. */
export function OfficialDecision(asked: Asked) {
  const { t } = useTranslation('playground')
  if (useSessionState() === 'signed-in') return <Decide {...asked} />
  return (
    <Text size="sm">
      {t('signInHint')}{' '}
      <Anchor component={Link} href="/log-in" underline="always">
        {t('logIn')}
      </Anchor>
      {' · '}
      <Anchor component={Link} href="/sign-up" underline="always">
        {t('signUp')}
      </Anchor>
    </Text>
  )
}

function Decide(asked: Asked) {
  const { t } = useTranslation('playground')
  const { isAsking, outcome } = usePlayground()
  const isDecided = outcome?.kind === 'decided' && isSame(outcome.asked, asked)
  return (
    <Stack gap="xs" align="flex-start">
      <Button loading={isAsking} disabled={isDecided} onClick={() => void decide(asked)}>
        {t('official')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('officialHint')}
      </Text>
    </Stack>
  )
}
