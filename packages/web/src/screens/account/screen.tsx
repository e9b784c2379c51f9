import { Stack } from '@mantine/core'
import { useAccount } from '../../session/use-session.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Erasure } from './erasure.tsx'
import { OwnData } from './own-data.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { Sessions } from './sessions.tsx'

/** Everything that somebody may do about their own account. */
export function Screen() {
  const account = useAccount()
  return (
    <Stack maw={720} gap="lg">
      <QueryView query={account}>
        {(mine) => (
          <>
            <Profile account={mine} />
            <Password username={mine.username} />
            <Sessions />
            <OwnData username={mine.username} />
            <Erasure />
          </>
        )}
      </QueryView>
    </Stack>
  )
}
