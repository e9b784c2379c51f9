import { Code, Paper, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Champion } from './champion.ts'
import classes from './model.module.css'

/** Which model answers, and what it learned from. */
export function ModelCard({ champion }: { champion: Champion }) {
  const { t } = useTranslation('model')
  const { number, bytes: size, dayAndTime } = useFormats()
  const { version, name, bytes, kept_at, data, options } = champion
  const details = { gram: options.gram_sizes.join(', '), folds: options.folds, seed: options.seed }
  return (
    <Paper withBorder p="md">
      <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 3 }} m={0}>
        <Fact name={t('version')}>
          <Code>{version}</Code>
        </Fact>
        <Fact name={t('file')}>{name ?? t('trainedHere')}</Fact>
        <Fact name={t('size')}>{size(bytes)}</Fact>
        {kept_at !== null && <Fact name={t('keptAt')}>{dayAndTime(kept_at)}</Fact>}
        <Fact name={t('learnedFrom')}>
          {t('texts', { n: number(data.n), ham: number(data.n_ham), spam: number(data.n_spam) })}
        </Fact>
        <Fact name={t('leftOut')}>{t('duplicates', { n: number(data.duplicates) })}</Fact>
        {data.groups !== undefined && <Fact name={t('groups')}>{number(data.groups)}</Fact>}
        <Fact name={t('learner')}>
          {t(`learners.${options.learner}`)}, {t('slots', { bits: options.bits })}
        </Fact>
        <Fact name={t('options')}>{t('optionsText', details)}</Fact>
        <Fact name={t('fingerprint')}>
          <Code className={classes['long'] ?? ''}>{data.fingerprint}</Code>
        </Fact>
      </SimpleGrid>
    </Paper>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0}>
        {children}
      </Text>
    </div>
  )
}
