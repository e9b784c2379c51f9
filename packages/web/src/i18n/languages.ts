/** The languages of the page, as BCP 47 has them. */
export const LANGUAGES = ['en', 'pt-BR'] as const

/** One of them. */
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own words. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  'pt-BR': 'Português (Brasil)',
}

/** Whether a word names a language of the page. */
export function isLanguage(word: string | null): word is Language {
  return LANGUAGES.some((language) => language === word)
}

/** The first of somebody's languages that the page speaks; any Portuguese will do. English if none. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0]
    const found = LANGUAGES.find((language) => language.split('-')[0] === primary)
    if (found !== undefined) return found
  }
  return 'en'
}
