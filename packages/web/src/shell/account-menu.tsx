import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { session } from '../session/client.ts'
import { useAccount, useSessionState } from '../session/use-session.ts'

/** Who is signed in, and the way out; or the way in. */
export function AccountMenu() {
  const { t } = useTranslation('shared')
  const state = useSessionState()
  const { data } = useAccount()
  const signOut = useMutation({ mutationFn: () => session.signOut() })
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
      <Text size="sm" visibleFrom="sm">
        {data?.username}
      </Text>
      <Button variant="default" size="xs" onClick={() => signOut.mutate()}>
        {t('logOut')}
      </Button>
    </Group>
  )
}
