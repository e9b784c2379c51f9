import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { keepWord, readKeptWord } from '../shared/kept-words.ts'
import { isLanguage, type Language, languageFor } from './languages.ts'
import type { TextTree } from './texts.ts'

const KEPT_AS = 'hamlet.language'

type Load = () => Promise<{ readonly texts: TextTree }>

/** One file per namespace and language: those of screens in their folders, the shared ones here. */
const FILES: Readonly<Record<string, Load>> = {
  ...import.meta.glob<{ texts: TextTree }>('../screens/*/texts.*.ts'),
  ...import.meta.glob<{ texts: TextTree }>('../texts/texts.*.ts'),
}

/** Gives a namespace's texts when a screen first needs them. */
const FILES_OF_TEXTS: BackendModule = {
  type: 'backend',
  init() {},
  read(language, namespace, done) {
    readTexts(language, namespace).then(
      (texts) => done(null, texts),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), true),
    )
  },
}

/**
 * Starts in the language chosen before, or in the browser's.
 *
 * @throws {Error} Its texts cannot be loaded.
 */
export async function startTexts(): Promise<void> {
  const kept = readKeptWord(KEPT_AS) ?? null
  const language = isLanguage(kept) ? kept : languageFor(navigator.languages)
  const shared = await readTexts(language, 'shared')
  i18next.on('languageChanged', (tag) => {
    document.documentElement.lang = tag
  })
  await i18next
    .use(FILES_OF_TEXTS)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      load: 'currentOnly',
      ns: ['shared'],
      resources: { [language]: { shared } },
      // Those of screens are loaded with them.
      partialBundledLanguages: true,
      defaultNS: 'shared',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
    })
}

/**
 * Changes the language, and keeps it for the next visit. All texts that are in use are loaded before:
 * without them the page would show their keys.
 *
 * @throws {Error} They cannot be loaded. The language stays as it is.
 */
export async function chooseLanguage(language: Language): Promise<void> {
  // A browser remembers for good that a module did not come: none is asked of a server that is away.
  await fetch(import.meta.env.BASE_URL, { cache: 'no-store' })
  await loadTexts(language, [i18next.options.ns ?? []].flat())
  await i18next.changeLanguage(language)
  keepWord(KEPT_AS, language)
}

/** Loads the texts of a screen. @throws {Error} They cannot be loaded, which i18next would not tell. */
export async function loadScreenTexts(namespace: string): Promise<void> {
  await loadTexts(i18next.language, [namespace])
  await i18next.loadNamespaces(namespace)
}

async function loadTexts(language: string, namespaces: readonly string[]): Promise<void> {
  const missing = namespaces.filter((one) => !i18next.hasResourceBundle(language, one))
  const loaded = await Promise.all(missing.map((one) => readTexts(language, one)))
  for (const [i, namespace] of missing.entries()) {
    i18next.addResourceBundle(language, namespace, loaded[i])
  }
}

async function readTexts(language: string, namespace: string): Promise<TextTree> {
  const folder = namespace === 'shared' ? '../texts' : `../screens/${namespace}`
  const load = FILES[`${folder}/texts.${language}.ts`]
  if (load === undefined) throw new Error(`no texts of ${namespace}`)
  return (await load()).texts
}
