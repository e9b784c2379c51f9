import '@mantine/charts/styles.css'
import { Stack } from '@mantine/core'
import { Days } from './days.tsx'
import { Months } from './months.tsx'
import { ThisMonth } from './this-month.tsx'

/** What somebody has used of their units, this month and before. */
export function Screen() {
  return (
    <Stack maw={800} gap="lg">
      <ThisMonth />
      <Days />
      <Months />
    </Stack>
  )
}
