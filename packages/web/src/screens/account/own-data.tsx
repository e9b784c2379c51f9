import { readRefusal } from '@hamlet/client'
import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { session } from '../../session/client.ts'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { saveFile } from '../../shared/save-file.ts'
import { Section } from '../../shared/section.tsx'

/** All that is stored about somebody, as a file (LGPD, art. 18, II and V). */
export function OwnData({ username }: { username: string }) {
  const { t } = useTranslation('account')
  const download = useMutation({
    mutationFn: async () => saveFile(await readExport(), fileNameFor(username)),
    meta: { isShown: true },
  })
  return (
    <Section title={t('ownData')}>
      <Text size="sm">{t('ownDataHint')}</Text>
      {download.isError && <RefusalAlert error={download.error} />}
      <div>
        <Button variant="default" loading={download.isPending} onClick={() => download.mutate()}>
          {t('download')}
        </Button>
      </div>
    </Section>
  )
}

/** A `Blob`, as a browser keeps a large one on disk. */
async function readExport(): Promise<Blob> {
  const reply = await session.send(new Request('/users/me/export'))
  if (!reply.ok) throw await readRefusal(reply)
  return reply.blob()
}

function fileNameFor(username: string): string {
  return `hamlet-${username}-${new Date().toISOString().slice(0, 10)}.json`
}
