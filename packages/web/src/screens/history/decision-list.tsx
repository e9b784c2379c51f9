import { Anchor, Button, Center, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Empty, Loading } from '../../shared/query-view.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { DecisionTable } from './decision-table.tsx'
import { type Filters, isFiltered } from './filters.ts'
import { useDecisions } from './use-decisions.ts'

interface DecisionListProps {
  readonly filters: Filters
  readonly onCleared: () => void
}

/** The decisions that the filters leave, newest first; older ones when they are asked for. */
export function DecisionList({ filters, onCleared }: DecisionListProps) {
  const { t } = useTranslation('history')
  const query = useDecisions(filters)
  const retry = () => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())
  if (query.data === undefined) {
    if (!query.isError) return <Loading />
    return <RefusalAlert error={query.error} onRetry={retry} />
  }
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0 && !query.hasNextPage) {
    return isFiltered(filters) ? <NothingFound onCleared={onCleared} /> : <NothingYet />
  }
  return (
    <Stack>
      {items.length > 0 ? <DecisionTable items={items} /> : <Empty>{t('notSoFar')}</Empty>}
      {query.isError && <RefusalAlert error={query.error} onRetry={retry} />}
      {query.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('older')}
          </Button>
        </Center>
      )}
    </Stack>
  )
}

function NothingYet() {
  const { t } = useTranslation('history')
  return (
    <Empty>
      <Text component="span" c="dimmed">
        {t('nothingYet')}{' '}
      </Text>
      <Anchor component={Link} href="/" underline="always">
        {t('toPlayground')}
      </Anchor>
    </Empty>
  )
}

function NothingFound({ onCleared }: Pick<DecisionListProps, 'onCleared'>) {
  const { t } = useTranslation('history')
  return (
    <Stack align="center" gap={0}>
      <Empty>{t('nothingFound')}</Empty>
      <Button variant="default" onClick={onCleared}>
        {t('clear')}
      </Button>
    </Stack>
  )
}
