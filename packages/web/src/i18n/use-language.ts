import { useTranslation } from 'react-i18next'
import { isLanguage, type Language } from './languages.ts'

/** The language that the page speaks now. */
export function useLanguage(): Language {
  const { i18n } = useTranslation('shared')
  return isLanguage(i18n.language) ? i18n.language : 'en'
}
