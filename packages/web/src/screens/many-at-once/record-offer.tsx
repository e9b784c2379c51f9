import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { LeftOut } from './desk/left-out.ts'
import { LeftOutRows } from './left-out-rows.tsx'
import { type Recording, record, theDesk } from './many-store.ts'
import { RecordEnded } from './record-ended.tsx'
import { SaveButton } from './save-button.tsx'

/** What is left of the month. */
export interface Month {
  readonly remaining: number | null
  readonly limit: number | null
  readonly resets_at: string
  readonly time_zone: string
}

interface RecordOfferProps {
  readonly name: string
  /** Rows that can be recorded. */
  readonly wanted: number
  readonly leftOut: readonly LeftOut[]
  readonly month: Month
  readonly recording: Recording | undefined
}

/** Says what recording costs and what is left, how it ended before, and begins it. */
export function RecordOffer({ name, wanted, leftOut, month, recording }: RecordOfferProps) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  const left = wanted - (recording?.recorded ?? 0)
  const possible = Math.min(left, month.remaining ?? Infinity)
  return (
    <>
      {recording && <RecordEnded recording={recording} left={left} />}
      <LeftOutRows leftOut={leftOut} />
      {left > 0 && <Costs left={left} possible={possible} month={month} />}
      <Group>
        {possible > 0 && (
          <Button onClick={() => void record(month.remaining)}>
            {t(possible < left ? 'record.firstRows' : 'record.rows', {
              rows: formats.number(possible),
            })}
          </Button>
        )}
        {recording && left > 0 && (
          <SaveButton
            isSecond
            label={t('record.saveLeft')}
            make={() => theDesk().saveLeft()}
            name={`${name}.left.ndjson`}
          />
        )}
      </Group>
    </>
  )
}

type CostsProps = Pick<RecordOfferProps, 'month'> & {
  readonly left: number
  readonly possible: number
}

function Costs({ left, possible, month }: CostsProps) {
  const { t } = useTranslation('many-at-once')
  const { momentInZone } = useFormats()
  const formats = useFormats()
  const { remaining, limit } = month
  const date = momentInZone(month.resets_at, month.time_zone)
  const costs = t('record.costs', { units: formats.number(left) })
  if (remaining === null || limit === null) {
    return (
      <Text size="sm">
        {costs} {t('record.noLimit')}
      </Text>
    )
  }
  return (
    <Text size="sm">
      {costs}{' '}
      {t('record.month', { left: formats.number(remaining), limit: formats.number(limit), date })}{' '}
      {possible < left && (
        <Text component="strong" size="sm" fw={600}>
          {t('record.tooFew', { rows: formats.number(left - possible) })}
        </Text>
      )}
    </Text>
  )
}
