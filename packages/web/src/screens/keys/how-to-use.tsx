import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Section } from '../../shared/section.tsx'
import { SnippetTabs } from './snippet-tabs.tsx'

/** How a program uses a key that somebody has kept. */
export function HowToUse() {
  const { t } = useTranslation('keys')
  return (
    <Section title={t('howToUse')}>
      <Text size="sm">{t('howToUseHint')}</Text>
      <SnippetTabs apiKey={t('placeholder')} compatKey={t('compatPlaceholder')} />
    </Section>
  )
}
