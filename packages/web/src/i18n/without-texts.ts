import { LANGUAGES, type Language } from './languages.ts'

const WORDS = {
  en: 'A part of the page could not be loaded. Load it anew.',
  'pt-BR': 'Não foi possível carregar uma parte da página. Recarregue-a.',
} as const satisfies Record<Language, string>

/** Says in every language that the page has no texts: there is none in which it could be drawn. */
export function drawWithoutTexts(root: HTMLElement): void {
  root.setAttribute('role', 'alert')
  for (const lang of LANGUAGES) {
    root.append(Object.assign(document.createElement('p'), { lang, textContent: WORDS[lang] }))
  }
}
