import { Box } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { Tally } from './desk/judged-rows.ts'

/** Charts weigh more than all else on this screen: they come when there is something to draw. */
const Histogram = lazy(async () => ({ default: (await import('./histogram.tsx')).Histogram }))

/** The histogram, or the place where it will stand. */
export function LazyHistogram({ tally }: { tally: Tally }) {
  return (
    <Suspense fallback={<Box h={348} />}>
      <Histogram tally={tally} />
    </Suspense>
  )
}
