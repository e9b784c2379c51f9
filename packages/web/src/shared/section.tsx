import { Paper, Stack, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** One matter of a screen under a heading of its own, to which the focus goes that has lost its place. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <Paper component="section" withBorder radius="md" p="lg" aria-labelledby={id}>
      <Stack>
        <Title order={2} size="h3" id={id} tabIndex={-1}>
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}
