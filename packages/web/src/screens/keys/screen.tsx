import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HowToUse } from './how-to-use.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyList } from './key-list.tsx'
import type { MadeKey } from './keys.ts'
import { NewKey } from './new-key.tsx'

/** Keys with which programs speak for somebody, and how such a program looks. */
export function Screen() {
  const { t } = useTranslation('keys')
  const [made, setMade] = useState<MadeKey>()
  return (
    <Stack maw={800} gap="lg">
      <Text>{t('intro')}</Text>
      {made === undefined ? (
        <KeyForm onMade={setMade} />
      ) : (
        <NewKey made={made} onDone={() => setMade(undefined)} />
      )}
      <KeyList />
      {made === undefined && <HowToUse />}
    </Stack>
  )
}
