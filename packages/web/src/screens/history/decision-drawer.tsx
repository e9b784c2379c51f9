import { Drawer } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Loading, QueryView } from '../../shared/query-view.tsx'
import { DecisionDetails } from './decision-details.tsx'
import { useChosen } from './use-chosen.ts'
import { useDecision } from './use-decisions.ts'

/** The decision that was chosen, beside the list. */
export function DecisionDrawer() {
  const { t } = useTranslation('history')
  const shared = useTranslation('shared')
  const [id, choose] = useChosen()
  return (
    <Drawer
      opened={id !== undefined}
      onClose={() => choose(undefined)}
      position="right"
      size="lg"
      title={t('decision')}
      closeButtonProps={{ 'aria-label': shared.t('close') }}
    >
      {id !== undefined && (
        <Suspense fallback={<Loading />}>
          <Chosen id={id} />
        </Suspense>
      )}
    </Drawer>
  )
}

function Chosen({ id }: { id: string }) {
  const query = useDecision(id)
  return <QueryView query={query}>{(decision) => <DecisionDetails {...decision} />}</QueryView>
}
