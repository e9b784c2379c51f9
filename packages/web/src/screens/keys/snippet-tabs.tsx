import { Code, Stack, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../shared/copy.tsx'
import classes from './keys.module.css'
import { snippetsFor } from './snippets.ts'

/** A program that asks the server, in each of three languages. */
export function SnippetTabs({ apiKey }: { apiKey: string }) {
  const { t } = useTranslation('keys')
  const snippets = snippetsFor({ origin: location.origin, key: apiKey, text: t('sample') })
  return (
    <Tabs defaultValue="curl">
      <Tabs.List aria-label={t('languages')}>
        {snippets.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ name, code }) => (
        <Tabs.Panel key={name} value={name} pt="sm">
          <Stack gap="xs" align="flex-start">
            <Code block className={classes['code'] ?? ''}>
              {code}
            </Code>
            <Copy value={code} label={t('copyCode', { name })} />
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
