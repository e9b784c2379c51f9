import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { judge, type Looked, reset } from './many-store.ts'
import { columnsOf, hasRows, planOf } from './plan.ts'
import { Preview } from './preview.tsx'

/** What was found in the file, for its owner to correct; then it is judged. */
export function PlanForm({ file, look, plan: former, error }: Looked) {
  const { t } = useTranslation('many-at-once')
  const [hasHeader, setHasHeader] = useState((former ?? look).hasHeader)
  const [textColumn, setTextColumn] = useState((former ?? look).textColumn)
  const columns = columnsOf(look, hasHeader, (number) => t('column', { number }))
  const plan = planOf(look, { hasHeader, textColumn }, columns)
  return (
    <Stack>
      {error !== undefined && <RefusalAlert error={error} />}
      <FileFacts file={file} look={look} />
      <Group align="flex-end">
        <NativeSelect
          label={t('textColumn')}
          value={textColumn}
          onChange={({ currentTarget: { value } }) => setTextColumn(Number(value))}
          data={columns.map((label, i) => ({ label, value: String(i) }))}
        />
        {look.shape.format === 'csv' && (
          <Checkbox
            mb={8}
            label={t('hasHeader')}
            checked={hasHeader}
            onChange={({ currentTarget: { checked } }) => setHasHeader(checked)}
          />
        )}
      </Group>
      <Preview rows={look.rows} plan={plan} />
      <Group>
        <Button disabled={!hasRows(look, hasHeader)} onClick={() => void judge(file, look, plan)}>
          {t('judge')}
        </Button>
        <Button variant="default" onClick={reset}>
          {t('another')}
        </Button>
      </Group>
    </Stack>
  )
}

function FileFacts({ file, look: { shape } }: Pick<Looked, 'file' | 'look'>) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  return (
    <Text>
      <Text component="strong" fw={600}>
        {file.name}
      </Text>
      {` · ${formats.bytes(file.size)} · ${t(`kinds.${shape.format}`)} · ${shape.encoding.toUpperCase()}`}
    </Text>
  )
}
