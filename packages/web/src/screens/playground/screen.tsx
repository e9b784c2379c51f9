import { SOURCES, type Source } from '@hamlet/classifier'
import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassifier } from '../../model/use-classifier.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Judgement } from './judgement.tsx'
import type { RefusedText } from './official-decision.tsx'
import classes from './playground.module.css'

/** Anybody types a text and sees, at every key, what the model thinks of it and why. */
export function Screen() {
  const { t } = useTranslation('playground')
  const shared = useTranslation('shared')
  const [text, setText] = useState('')
  const [source, setSource] = useState<Source>()
  const [refused, setRefused] = useState<RefusedText>()
  const classifier = useClassifier()
  const faults = refused?.text === text ? fieldFaults(refused.error, shared.t) : {}
  return (
    <Stack>
      <Text>{t('intro')}</Text>
      <Textarea
        label={t('text')}
        placeholder={t('placeholder')}
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        error={faults['text']}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Examples onChosen={setText} />
      <SourceChoice source={source} onChosen={setSource} />
      <QueryView query={classifier}>
        {(opened) => (
          <Judgement classifier={opened} text={text} source={source} onRefused={setRefused} />
        )}
      </QueryView>
    </Stack>
  )
}

/** As the choice below, drawn anew only when it changes: not at every key. */
const Examples = memo(({ onChosen }: { onChosen: (text: string) => void }) => {
  const { t } = useTranslation('playground')
  const samples = t('samples', { returnObjects: true })
  return (
    <Group gap="xs" role="group" aria-label={t('examples')}>
      <Text size="sm">{t('examples')}:</Text>
      {samples.map((sample) => (
        <Button
          key={sample}
          size="compact-sm"
          variant="default"
          classNames={{ label: classes['sample'] ?? '' }}
          onClick={() => onChosen(sample)}
          maw={260}
        >
          {sample}
        </Button>
      ))}
    </Group>
  )
})

interface SourceChoiceProps {
  readonly source: Source | undefined
  readonly onChosen: (source: Source | undefined) => void
}

const SourceChoice = memo(({ source, onChosen }: SourceChoiceProps) => {
  const { t } = useTranslation('playground')
  return (
    <NativeSelect
      label={t('source')}
      maw={240}
      value={source ?? ''}
      onChange={({ currentTarget: { value } }) => onChosen(SOURCES.find((one) => one === value))}
      data={['any' as const, ...SOURCES].map((one) => ({
        value: one === 'any' ? '' : one,
        label: t(`sources.${one}`),
      }))}
    />
  )
})
