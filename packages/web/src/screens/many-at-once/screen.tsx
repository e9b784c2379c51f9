import { Stack, Text } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { Loading } from '../../shared/query-view.tsx'
import { FileChoice } from './file-choice.tsx'
import { Judged } from './judged.tsx'
import { Judging } from './judging.tsx'
import { PlanForm } from './plan-form.tsx'
import { useMany } from './use-many.ts'

/** Anybody has a whole file judged in their browser; whoever is signed in may record it. */
export function Screen() {
  const { t } = useTranslation('many-at-once')
  // A file that is dropped beside the box would take the place of the page.
  useWindowEvent('dragover', keepPage)
  useWindowEvent('drop', keepPage)
  return (
    <Stack>
      <Text>{t('intro')}</Text>
      <Current />
    </Stack>
  )
}

function keepPage(event: DragEvent): void {
  event.preventDefault()
}

function Current() {
  const { phase, recording } = useMany()
  switch (phase.kind) {
    case 'start':
      return <FileChoice fault={phase.fault} name={phase.name} />
    case 'looking':
      return <Loading />
    case 'looked':
      return <PlanForm key={phase.file.name} {...phase} />
    case 'judging':
      return <Judging {...phase} />
    case 'judged':
      return <Judged {...phase} recording={recording} />
  }
}
