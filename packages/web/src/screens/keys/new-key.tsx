import { Alert, Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../shared/copy.tsx'
import { Section } from '../../shared/section.tsx'
import classes from './keys.module.css'
import type { MadeKey } from './keys.ts'
import { SnippetTabs } from './snippet-tabs.tsx'

/** A key that was just made, which nothing shows a second time. */
export function NewKey({ made, onDone }: { made: MadeKey; onDone: () => void }) {
  const { t } = useTranslation('keys')
  const shown = useRef<HTMLDivElement>(null)
  // The form that had the focus is gone.
  useEffect(() => shown.current?.focus(), [])
  return (
    <Section title={t('newKey', { name: made.name })}>
      <Alert color="yellow" variant="outline" ref={shown} tabIndex={-1}>
        <Stack gap="sm" align="flex-start">
          <Text size="sm">
            <b>{t('once')}</b> {t('onceHint')}
          </Text>
          <Secret name={t('apiKey')} use={t('apiKeyUse')} value={made.key} copy={t('copyKey')} />
          <Secret
            name={t('compatKey')}
            use={t('compatKeyUse', { host: location.host })}
            value={made.compat_key}
            copy={t('copyCompatKey')}
          />
        </Stack>
      </Alert>
      <Text size="sm">{t('tryIt')}</Text>
      <SnippetTabs apiKey={made.key} compatKey={made.compat_key} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('done')}</Button>
      </Group>
    </Section>
  )
}

interface SecretProps {
  readonly name: string
  /** What it is for. */
  readonly use: string
  readonly value: string
  /** What the button that copies it says. */
  readonly copy: string
}

function Secret({ name, use, value, copy }: SecretProps) {
  return (
    <Stack gap={4} align="flex-start" mt="xs">
      <Title order={3} size="h5">
        {name}
      </Title>
      <Text size="sm">{use}</Text>
      <Code className={classes['key'] ?? ''}>{value}</Code>
      <Copy value={value} label={copy} />
    </Stack>
  )
}
