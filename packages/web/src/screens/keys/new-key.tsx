import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
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
          <Code className={classes['key'] ?? ''}>{made.key}</Code>
          <Copy value={made.key} label={t('copyKey')} />
        </Stack>
      </Alert>
      <Text size="sm">{t('tryIt')}</Text>
      <SnippetTabs apiKey={made.key} />
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('done')}</Button>
      </Group>
    </Section>
  )
}
