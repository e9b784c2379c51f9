import { Paper, Stack, Table, Text } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Champion } from './champion.ts'
import classes from './model.module.css'

type Part = Champion['data']['corpora'][number]

interface PartsTableProps {
  readonly title: string
  readonly parts: readonly Part[]
  /** Whether the figures with the source told are wanted. */
  readonly isTold: boolean
}

/** How it does on some of the texts each, out of fold; nothing where the model does not tell. */
export function PartsTable({ title, parts, isTold }: PartsTableProps) {
  const { t } = useTranslation('model')
  const id = useId()
  if (parts.length === 0) return null
  const heads = ['name', 'count', 'spamCount', 'accuracy', 'recall', 'fpr', 'auc', 'ece'] as const
  return (
    <Paper withBorder p="md">
      <Stack gap="xs">
        <Text fw={600} id={id}>
          {title}
        </Text>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
        <section className={classes['scrolled'] ?? ''} aria-labelledby={id} tabIndex={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {heads.map((head) => (
                  <Table.Th key={head} scope="col" ta={head === 'name' ? undefined : 'right'}>
                    {t(`parts.${head}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {parts.map((part) => (
                <PartRow key={part.name} part={part} isTold={isTold} />
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Stack>
    </Paper>
  )
}

function PartRow({ part, isTold }: { part: Part; isTold: boolean }) {
  const { number, percent } = useFormats()
  const metrics = (isTold ? part.metrics_source_told : undefined) ?? part.metrics
  const cells = {
    count: number(metrics.n),
    spamCount: number(metrics.n_spam),
    accuracy: percent(metrics.accuracy, 2),
    recall: percent(metrics.recall, 2),
    fpr: percent(metrics.fpr, 2),
    auc: number(metrics.roc_auc, 4),
    ece: number(metrics.ece, 4),
  }
  return (
    <Table.Tr>
      <Table.Th scope="row">{part.name}</Table.Th>
      {Object.entries(cells).map(([name, cell]) => (
        <Table.Td key={name} ta="right">
          {cell}
        </Table.Td>
      ))}
    </Table.Tr>
  )
}
