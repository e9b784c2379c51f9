import { Alert, ScrollArea, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Plan } from './desk/file-plan.ts'
import type { Row } from './desk/file-shape.ts'

/** Rows that are shown before a file is judged. */
const ROWS = 5

/** Characters of a cell that are shown. */
const CHARS = 160

/** The first rows, so that one sees whether the right column was found, or that there is none. */
export function Preview({ rows, plan }: { rows: readonly Row[]; plan: Plan }) {
  const { t } = useTranslation('many-at-once')
  const { columns, textColumn, hasHeader } = plan
  const shown = rows.slice(hasHeader ? 1 : 0).slice(0, ROWS)
  if (shown.length === 0) return <OnlyHeader />
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, 'aria-label': t('preview') }}>
      <Table captionSide="top" withTableBorder>
        <Table.Caption>{t('preview')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((name, i) => (
              <Table.Th key={name} scope="col" fw={i === textColumn ? 700 : 400}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file stand where they stand.
            <Table.Tr key={row}>
              {columns.map((name, i) => (
                <Table.Td key={name}>
                  <Text size="sm" fw={i === textColumn ? 600 : 400} lineClamp={2}>
                    {(cells[i] ?? '').slice(0, CHARS)}
                  </Text>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
}

function OnlyHeader() {
  const { t } = useTranslation('many-at-once')
  return (
    <Alert color="red" variant="outline" role="alert">
      {t('onlyHeader')}
    </Alert>
  )
}
