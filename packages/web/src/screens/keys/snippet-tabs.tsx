import { Code, Stack, Tabs } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Copy } from '../../shared/copy.tsx'
import classes from './keys.module.css'
import { snippetsFor } from './snippets.ts'

interface SnippetTabsProps {
  /** The key, in both of its forms. */
  readonly apiKey: string
  readonly compatKey: string
}

/** A program that asks the server, in each of three languages, and one that asks as Akismet's do. */
export function SnippetTabs({ apiKey, compatKey }: SnippetTabsProps) {
  const { t } = useTranslation('keys')
  const { origin } = location
  const snippets = snippetsFor({ origin, key: apiKey, compatKey, text: t('sample') })
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
