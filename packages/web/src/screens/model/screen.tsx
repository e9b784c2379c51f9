import '@mantine/charts/styles.css'
import { Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import type { Champion } from './champion.ts'
import { HeaviestPieces } from './heaviest-pieces.tsx'
import { ModelCard } from './model-card.tsx'
import { PartsTable } from './parts-table.tsx'
import { useChampion } from './use-champion.ts'
import { ViewReport } from './view-report.tsx'

/** Whether the model that answers is good, and what each threshold would cost. */
export function Screen() {
  const champion = useChampion()
  return <QueryView query={champion}>{(data) => <Report champion={data} />}</QueryView>
}

function Report({ champion }: { champion: Champion }) {
  const { t } = useTranslation('model')
  const { views, data, pieces } = champion
  const [isTold, setIsTold] = useState(false)
  const view = views.find(({ source_told }) => source_told === isTold) ?? views[0]
  const parts = { isTold: view?.source_told === true }
  return (
    <Stack gap="lg">
      <Text>{t('intro')}</Text>
      <ModelCard champion={champion} />
      {views.length > 1 && (
        <Radio.Group
          label={t('view')}
          description={t('viewHint')}
          value={isTold ? 'told' : 'untold'}
          onChange={(value) => setIsTold(value === 'told')}
        >
          <Group mt="xs">
            {(['untold', 'told'] as const).map((value) => (
              <Radio key={value} value={value} label={t(value)} />
            ))}
          </Group>
        </Radio.Group>
      )}
      {view && <ViewReport key={String(view.source_told)} view={view} />}
      <PartsTable title={t('corpora')} parts={data.corpora} {...parts} />
      <PartsTable title={t('sources')} parts={data.sources} {...parts} />
      {pieces && <HeaviestPieces pieces={pieces} />}
    </Stack>
  )
}
