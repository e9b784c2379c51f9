import { Center, Loader, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from './refusal-alert.tsx'

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
  /** Whether there is nothing to show, and what is said then. */
  readonly isEmpty?: (data: Data) => boolean
  readonly empty?: ReactNode
}

/**
 * What a query gave: its loading, refused and empty states are the same on every screen. What is
 * there stays when asking again fails, below the refusal: somebody may be typing in it.
 */
export function QueryView<Data>({ query, children, isEmpty, empty }: QueryViewProps<Data>) {
  const { data, error, isError, refetch } = query
  if (data === undefined && !isError) return <Loading />
  return (
    <>
      {isError && <RefusalAlert error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (isEmpty?.(data) ? <Empty>{empty}</Empty> : children(data))}
    </>
  )
}

/** Something is on its way. */
export function Loading() {
  const { t } = useTranslation('shared')
  return (
    <Center p="xl" role="status">
      <Loader role="img" aria-label={t('loading')} />
    </Center>
  )
}

/** There is nothing here, and what to do about it. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <Center p="xl">
      <Text c="dimmed">{children}</Text>
    </Center>
  )
}
