import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { LeftOut } from './desk/left-out.ts'
import { LeftOutRows } from './left-out-rows.tsx'
import { type Recording, record, theDesk } from './many-store.ts'
import type { RecordCounts } from './record-counts.ts'
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
  readonly counts: RecordCounts
  readonly leftOut: readonly LeftOut[]
  readonly month: Month
  readonly recording: Recording | undefined
}

/** Says what recording costs and what is left, how it ended before, and begins it. */
export function RecordOffer({ name, counts, leftOut, month, recording }: RecordOfferProps) {
  const { t } = useTranslation('many-at-once')
  const { left, unsure } = counts
  const possible = Math.min(left, month.remaining ?? Infinity)
  return (
    <>
      {recording && <RecordEnded recording={recording} counts={counts} />}
      <LeftOutRows leftOut={leftOut} />
      {left > 0 && <Costs left={left} possible={possible} month={month} />}
      <Group>
        {unsure > 0 ? (
          <Button onClick={() => void record(month.remaining)}>
            {t(left > 0 ? 'record.askAndGoOn' : 'record.askAgain')}
          </Button>
        ) : (
          <Begin left={left} possible={possible} month={month} />
        )}
        {/* Whether rows are left of which nothing is known, is asked before. */}
        {recording && left > 0 && unsure === 0 && (
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

interface CostsProps {
  readonly left: number
  /** For how many there are units. */
  readonly possible: number
  readonly month: Month
}

function Begin({ left, possible, month }: CostsProps) {
  const { t } = useTranslation('many-at-once')
  const { number } = useFormats()
  if (possible === 0) return null
  return (
    <Button onClick={() => void record(month.remaining)}>
      {t(possible < left ? 'record.firstRows' : 'record.rows', { rows: number(possible) })}
    </Button>
  )
}

function Costs({ left, possible, month }: CostsProps) {
  const { t } = useTranslation('many-at-once')
  const { number, momentInZone } = useFormats()
  const { remaining, limit } = month
  const date = momentInZone(month.resets_at, month.time_zone)
  return (
    <div>
      <Text size="sm">{t('record.costs', { units: number(left) })}</Text>
      {remaining === null || limit === null ? (
        <Text size="sm">{t('record.noLimit')}</Text>
      ) : (
        <Text size="sm">
          {t('record.month', { left: number(remaining), limit: number(limit), date })}
        </Text>
      )}
      {possible < left && (
        <Text size="sm" fw={600}>
          {t('record.tooFew', { rows: number(left - possible) })}
        </Text>
      )}
    </div>
  )
}
