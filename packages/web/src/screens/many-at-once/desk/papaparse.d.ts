/** The parts of Papa Parse that are used; its published types bring those of Node into the page. */
declare module 'papaparse' {
  interface ParserConfig {
    readonly delimiter: string
    readonly newline: '\n' | '\r' | '\r\n'
  }
  interface GuessConfig {
    readonly preview: number
    readonly skipEmptyLines: true
  }
  interface Parsed {
    readonly data: string[][]
    readonly errors: readonly { readonly code: string; readonly row?: number }[]
    readonly meta: { readonly cursor: number; readonly delimiter: string }
  }
  interface Papa {
    readonly parse: (text: string, config: GuessConfig) => Parsed
    readonly unparse: (
      rows: readonly (readonly (string | number)[])[],
      config: { readonly escapeFormulae: RegExp; readonly delimiter: string },
    ) => string
    readonly Parser: new (
      config: ParserConfig,
    ) => {
      /** @param ignoreLastRow  Whether the text may go on: its last row is then left for the next call. */
      parse(text: string, baseIndex: number, ignoreLastRow: boolean): Parsed
    }
  }
  const papa: Papa
  // biome-ignore lint/style/noDefaultExport: a CommonJS module is its default export.
  export default papa
}
