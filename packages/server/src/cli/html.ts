/** Markup that is safe to stand in a page: whatever was put into it is escaped. */
export interface Html {
  readonly markup: string
}

/** What markup can be made of. Strings are text, not markup. */
export type HtmlPart = string | number | Html | readonly Html[]

/**
 * Makes markup of a template: strings put into it are escaped for text and for quoted attributes.
 *
 * Nothing may be put into a tag's or an attribute's name, into an attribute without quotes, or into
 * `<style>` and `<script>`.
 */
export function html(template: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const pieces = template.map((literal, i) => literal + markupOf(parts[i] ?? ''))
  return { markup: pieces.join('') }
}

function markupOf(part: HtmlPart): string {
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters have no place in HTML; they are shown as U+FFFD. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? '')
    .replace(/[^\P{Cc}\t\n]/gu, '\ufffd')
}
