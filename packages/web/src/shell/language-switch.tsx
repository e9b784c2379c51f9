import { NativeSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../i18n/languages.ts'
import { chooseLanguage } from '../i18n/start.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { warn } from '../shared/tell.ts'

/** Chooses the language of the page. */
export function LanguageSwitch() {
  const { t } = useTranslation('shared')
  return (
    <NativeSelect
      size="xs"
      w={150}
      aria-label={t('language')}
      value={useLanguage()}
      onChange={({ currentTarget: { value } }) => {
        if (isLanguage(value)) chooseLanguage(value).catch(() => warn(t('languageAway')))
      }}
      data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
    />
  )
}
