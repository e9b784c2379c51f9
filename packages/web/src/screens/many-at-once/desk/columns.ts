import type { Row } from './file-shape.ts'

/** What columns of texts are called where people have them, most telling first; `v2` is the SMS collection's. */
const TEXT_NAMES = [
  ...['text', 'text_message', 'message', 'body', 'content', 'comment', 'sms', 'v2'],
  ...['texto', 'mensagem', 'conteudo', 'conteúdo', 'comentario', 'comentário'],
]

/** What else the first row of such a file names. */
const OTHER_NAMES = ['label', 'v1', 'id', 'source', 'date', 'class', 'category', 'rotulo', 'rótulo']

/** Whether the first row names the columns, as far as one can tell. */
export function hasHeader(rows: readonly Row[]): boolean {
  const names = (rows[0] ?? []).map(plain)
  return names.some((name) => TEXT_NAMES.includes(name) || OTHER_NAMES.includes(name))
}

/** How the columns are called; those without a name `undefined`. */
export function columnNames(
  rows: readonly Row[],
  isFirstHeader: boolean,
): readonly (string | undefined)[] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const header = isFirstHeader ? (rows[0] ?? []) : []
  return Array.from({ length: width }, (_, i) => header[i]?.trim() || undefined)
}

/** The column that holds the texts, as far as one can tell: by its name, or the longest cells. */
export function guessTextColumn(
  names: readonly (string | undefined)[],
  rows: readonly Row[],
): number {
  const known = names.map((name) => TEXT_NAMES.indexOf(plain(name ?? '')))
  const named = known.filter((rank) => rank >= 0)
  if (named.length > 0) return known.indexOf(Math.min(...named))
  const lengths = names.map((_, i) => rows.reduce((sum, row) => sum + (row[i]?.length ?? 0), 0))
  return Math.max(0, lengths.indexOf(Math.max(...lengths)))
}

/**
 * Names for columns of ours, beside columns of a file. One that the file has, in any case, is called
 * `hamlet_label` instead of `label`; if it has that, too, `hamlet_label_2`, and so on.
 */
export function ownNames(names: readonly string[], taken: readonly string[]): readonly string[] {
  const all = new Set(taken.map(plain))
  return names.map((name) => {
    let free = name
    for (let i = 1; all.has(free); i++) free = i === 1 ? `hamlet_${name}` : `hamlet_${name}_${i}`
    all.add(free)
    return free
  })
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}
