import { SOURCES, type Source } from '@hamlet/classifier'
import { Button, Group, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useClassifier } from '../../model/use-classifier.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Judgement } from './judgement.tsx'
import classes from './playground.module.css'
import { chooseSource, writeText } from './playground-store.ts'
import { usePlayground } from './use-playground.ts'

/** Anybody types a text and sees, at every key, what the model thinks of it and why. */
export function Screen() {
  const { t } = useTranslation('playground')
  const { text, source } = usePlayground()
  const classifier = useClassifier()
  return (
    <Stack>
      <Text>{t('intro')}</Text>
      <Textarea
        label={t('text')}
        placeholder={t('placeholder')}
        autosize
        classNames={{ input: classes['box'] ?? '' }}
        minRows={3}
        maxRows={10}
        value={text}
        error={useTextFault()}
        onChange={(event) => writeText(event.currentTarget.value)}
      />
      <Examples />
      <SourceChoice source={source} />
      <QueryView query={classifier}>
        {(opened) => <Judgement classifier={opened} text={text} source={source} />}
      </QueryView>
    </Stack>
  )
}

/** What the server said is wrong with the text as it stands. */
function useTextFault(): string | undefined {
  const { t } = useTranslation('shared')
  const playground = usePlayground()
  const { outcome } = playground
  if (outcome?.kind !== 'refused' || outcome.asked.text !== playground.text) return undefined
  return fieldFaults(outcome.error, t)['text']
}

/** As the choice below, drawn anew only when it changes: not at every key. */
const Examples = memo(() => {
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
          fw={400}
          maw="100%"
          onClick={() => writeText(sample)}
        >
          {sample}
        </Button>
      ))}
    </Group>
  )
})

const SourceChoice = memo(({ source }: { source: Source | undefined }) => {
  const { t } = useTranslation('playground')
  return (
    <NativeSelect
      label={t('source')}
      maw={240}
      value={source ?? ''}
      onChange={({ currentTarget: { value } }) =>
        chooseSource(SOURCES.find((one) => one === value))
      }
      data={['any' as const, ...SOURCES].map((one) => ({
        value: one === 'any' ? '' : one,
        label: t(`sources.${one}`),
      }))}
    />
  )
})
