import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'
import type { Judged as JudgedFile } from './desk/desk.ts'
import { VERDICTS } from './desk/judged-rows.ts'
import { countLeftOut } from './desk/left-out.ts'
import { LazyHistogram } from './lazy-histogram.tsx'
import { type Recording, reset, theDesk } from './many-store.ts'
import { RecordPanel } from './record-panel.tsx'
import { Results } from './results.tsx'
import { SaveButton } from './save-button.tsx'

interface JudgedProps {
  readonly file: File
  readonly judged: JudgedFile
  readonly recording: Recording | undefined
}

/** What was found in a file: in numbers, as a histogram, row by row, as a file, and as decisions. */
export function Judged({ file, judged, recording }: JudgedProps) {
  const { t } = useTranslation('many-at-once')
  return (
    <Stack>
      <HowItEnded file={file} judged={judged} />
      <Summary judged={judged} />
      <LazyHistogram tally={judged} />
      <Group>
        <SaveButton
          label={t('save')}
          make={() => theDesk().save()}
          name={`${bareName(file)}.hamlet.csv`}
        />
        <Button variant="default" onClick={reset} disabled={isRunning(recording)}>
          {t('another')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t('saveHint')}
      </Text>
      <RecordPanel name={bareName(file)} judged={judged} recording={recording} />
      <Results
        modelVersion={judged.modelVersion}
        recorded={recording?.recorded ?? 0}
        leftOut={countLeftOut((recording ?? judged).leftOut)}
      />
    </Stack>
  )
}

function HowItEnded({ file, judged }: Pick<JudgedProps, 'file' | 'judged'>) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  const { fault, isStopped, milliseconds } = judged
  const rows = judged.rows - judged.notJudged
  if (fault !== undefined) {
    return (
      <Alert
        color="red"
        variant="outline"
        role="alert"
        title={t('faultTitle', { name: file.name })}
      >
        <Text size="sm">{t(`faults.${fault.code}`, { row: formats.number(fault.row ?? 1) })}</Text>
        <Text size="sm">{t('untilThere', { rows: formats.number(rows) })}</Text>
      </Alert>
    )
  }
  const facts = { rows: formats.number(rows), name: file.name }
  const time = formats.duration(milliseconds / 1000)
  return (
    <Text role="status">{isStopped ? t('stopped', facts) : t('done', { ...facts, time })}</Text>
  )
}

function Summary({ judged }: Pick<JudgedProps, 'judged'>) {
  const { t } = useTranslation('many-at-once')
  const shared = useTranslation('shared')
  const formats = useFormats()
  return (
    <Group gap="xs">
      {VERDICTS.map((verdict) => (
        <Badge key={verdict} size="lg" color={VERDICT_COLOURS[verdict]} data-verdict={verdict}>
          {shared.t(`verdicts.${verdict}`)}: {formats.number(judged.verdicts[verdict])}
        </Badge>
      ))}
      {judged.notJudged > 0 && (
        <Badge size="lg" variant="default">
          {t('notJudged')}: {formats.number(judged.notJudged)}
        </Badge>
      )}
    </Group>
  )
}

function isRunning(recording: Recording | undefined): boolean {
  return recording !== undefined && recording.end === undefined
}

function bareName(file: File): string {
  return file.name.replace(/\.\w+$/u, '')
}
