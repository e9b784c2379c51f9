import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { resumeSession, session } from '../session/client.ts'
import { isUnfinished } from '../session/unfinished.ts'
import { useAccount, useSessionFault, useSessionState } from '../session/use-session.ts'

/** Who is signed in, and the way out; or the way in. */
export function AccountMenu() {
  const { t } = useTranslation('shared')
  const state = useSessionState()
  const { data } = useAccount()
  const fault = useSessionFault()
  const signOut = useMutation({ mutationFn: () => session.signOut() })
  if (fault !== undefined) return <NotKnown />
  if (state === 'unknown') return null
  if (state === 'signed-out') {
    return (
      <Button component={Link} href="/log-in" variant="default" size="xs">
        {t('logIn')}
      </Button>
    )
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="sm" visibleFrom="sm" maw={{ sm: 200, md: 320 }} truncate title={data?.username}>
        {data?.username}
      </Text>
      <Button
        variant="default"
        size="xs"
        flex="none"
        loading={signOut.isPending}
        onClick={() => {
          // As the browser asks whoever closes the window.
          if (!isUnfinished() || confirm(t('stopAndLogOut'))) signOut.mutate()
        }}
      >
        {t('logOut')}
      </Button>
    </Group>
  )
}

/** Says that it could not be found out who is signed in, and tries again. */
function NotKnown() {
  const { t } = useTranslation('shared')
  return (
    <Button variant="default" size="xs" title={t('notKnown')} onClick={resumeSession}>
      {t('retry')}
    </Button>
  )
}
