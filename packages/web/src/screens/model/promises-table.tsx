import { Button, Group, Paper, Stack, Table, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { ThresholdRow } from './champion.ts'
import { type Promised, promiseOf, TARGETS } from './promises.ts'

interface PromisesTableProps {
  readonly rows: readonly ThresholdRow[]
  /** Honest texts that were scored. */
  readonly ham: number
  readonly onChosen: (index: number) => void
}

/** What could be promised to honest senders, where, and what is missing for the rest. */
export function PromisesTable({ rows, ham, onChosen }: PromisesTableProps) {
  const { t } = useTranslation('model')
  const { percent } = useFormats()
  const promises = useMemo(() => TARGETS.map((maxFpr) => promiseOf(rows, ham, maxFpr)), [rows, ham])
  return (
    <Paper withBorder p="md" component="section" aria-label={t('promises')}>
      <Stack gap="xs">
        <Text fw={600}>{t('promises')}</Text>
        <Text size="sm" c="dimmed">
          {t('promisesNote')}
        </Text>
        <Table verticalSpacing="xs">
          <Table.Tbody>
            {promises.map((promised) => (
              <Table.Tr key={promised.maxFpr}>
                <Table.Th scope="row">
                  {t('atMost', { share: percent(promised.maxFpr, 2) })}
                </Table.Th>
                <Table.Td>
                  <Told promised={promised} rows={rows} onChosen={onChosen} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  )
}

interface ToldProps extends Pick<PromisesTableProps, 'rows' | 'onChosen'> {
  readonly promised: Promised
}

function Told({ promised, rows, onChosen }: ToldProps) {
  const { t } = useTranslation('model')
  const { percent } = useFormats()
  switch (promised.kind) {
    case 'missing':
      return t('missing', { count: promised.texts })
    case 'never':
      return t('never')
    case 'kept': {
      const { probability = 0, miss_rate = 0 } = rows[promised.index] ?? {}
      const facts = { probability: percent(probability, 2), missed: percent(miss_rate, 2) }
      const share = percent(promised.maxFpr, 2)
      return (
        <Group gap="xs">
          {t('keptFrom', facts)}
          <Button
            size="compact-sm"
            variant="default"
            aria-label={t('lookAt', { share })}
            onClick={() => onChosen(promised.index)}
          >
            {t('look')}
          </Button>
        </Group>
      )
    }
  }
}
