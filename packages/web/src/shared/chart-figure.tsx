import { Paper, Stack, Table, type TableData, Text } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './chart-figure.module.css'

interface ChartFigureProps {
  readonly title: string
  /** What the drawing shows, and how to read it. */
  readonly note?: ReactNode
  /** The same as the drawing, for who does not see it or wants the numbers. */
  readonly table: TableData
  /** The drawing; it holds nothing that takes the focus. */
  readonly children: ReactNode
}

/** A chart with its title, and its numbers as a table behind a click. */
export function ChartFigure({ title, note, table, children }: ChartFigureProps) {
  const { t } = useTranslation('shared')
  const id = useId()
  return (
    <Paper withBorder p="md" component="figure" className={classes['figure'] ?? ''}>
      <Stack gap="sm">
        <figcaption>
          <Text fw={600} component="span" id={id}>
            {title}
          </Text>
          {note !== undefined && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )}
        </figcaption>
        <div aria-hidden="true">{children}</div>
        <details>
          <summary className={classes['summary'] ?? ''}>{t('asTable')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
          <section className={classes['table'] ?? ''} aria-labelledby={id} tabIndex={0}>
            <Table data={table} />
          </section>
        </details>
      </Stack>
    </Paper>
  )
}
