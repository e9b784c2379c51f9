/** Texts of the page by their keys, nested as one likes. */
export interface TextTree {
  readonly [key: string]: string | readonly string[] | TextTree
}

/** The same keys as another language has, with texts of one's own. */
export type SameKeys<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends string
    ? string
    : Tree[Key] extends readonly string[]
      ? readonly string[]
      : SameKeys<Tree[Key]>
}

/**
 * Every namespace and its texts. A screen adds its own beside its texts:
 * `declare module '../../i18n/texts.ts' { interface Namespaces { readonly name: typeof texts } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: screens add to it.
export interface Namespaces {}
