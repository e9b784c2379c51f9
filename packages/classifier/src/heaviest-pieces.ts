import { weighPieces } from './reasons.ts'
import { judgeOf } from './scorer.ts'
import type { Tables } from './tables.ts'
import type { Example, LogOdds } from './units.ts'
import { buildWorkspace } from './workspace.ts'

/** A piece of the training texts, and what it adds to the log-odds of the texts that have it. */
export interface HeavyPiece {
  /** In small letters, each digit as `#`, without what stands around it; a link as its host. */
  readonly piece: string
  /** The mean over the texts that have it, to four places. */
  readonly contribution: LogOdds
  /** Texts of each label that have it. */
  readonly ham: number
  readonly spam: number
}

/** The pieces that weigh most, the heaviest first. */
export interface HeaviestPieces {
  readonly towardsSpam: readonly HeavyPiece[]
  readonly towardsHam: readonly HeavyPiece[]
}

/** So many pieces are told for each label at most. */
const PIECES_AT_MOST = 50
/** A piece in fewer groups of near duplicates may be somebody's own. */
const GROUPS_AT_LEAST = 5
/** Longer pieces are codes, or several words. */
const UNITS_AT_MOST = 32

/**
 * Finds which pieces of some texts weigh most under a model that learned from them. Weights
 * themselves are hashed and have no names.
 *
 * What could tell of one person is left out: pieces that fewer than {@link GROUPS_AT_LEAST} groups of
 * texts have, addresses, digits, and the path of links.
 *
 * @param groups  By text, its group of near duplicates; when left out, each text is one.
 *
 * Cost: explains every text once.
 */
export function heaviestPieces(
  tables: Tables,
  examples: readonly Example[],
  groups?: ArrayLike<number>,
): HeaviestPieces {
  const ws = buildWorkspace(tables.features)
  const judge = judgeOf(tables, undefined)
  const book = openBook()
  for (const [row, { text, label }] of examples.entries()) {
    weighPieces(tables, judge, ws, text)
    const { starts, ends, contributions, count } = ws.pieces
    const own = { row, label, group: groups?.[row] ?? row }
    for (let i = 0; i < count; i++) {
      const contribution = contributions[i] ?? 0
      const tally = contribution === 0 ? undefined : tallyOf(book, text.slice(starts[i], ends[i]))
      if (tally !== undefined) addTo(tally, contribution, own)
    }
  }
  const known = [...book.byName].filter(([, { groups: own }]) => own.length >= GROUPS_AT_LEAST)
  const pieces = known.map(([piece, tally]) => heavyPiece(piece, tally))
  return {
    towardsSpam: heaviest(pieces.filter(({ contribution }) => contribution > 0)),
    towardsHam: heaviest(pieces.filter(({ contribution }) => contribution < 0)),
  }
}

interface Tally {
  ham: number
  spam: number
  /** Of what the piece adds to all of these texts. */
  sum: number
  /** The text that had it last. */
  row: number
  /** The first {@link GROUPS_AT_LEAST} groups that have it. */
  readonly groups: number[]
}

/** Tallies by the name of a piece; and, since most pieces come again as they were, by how they stand. */
interface Book {
  readonly byName: Map<string, Tally>
  readonly bySpelling: Map<string, Tally | null>
}

function openBook(): Book {
  return { byName: new Map(), bySpelling: new Map() }
}

/** The tally of a piece; `undefined` for one that is not told. */
function tallyOf({ byName, bySpelling }: Book, piece: string): Tally | undefined {
  const known = bySpelling.get(piece)
  if (known !== undefined) return known ?? undefined
  const name = nameOf(piece)
  const tally = name === undefined ? undefined : (byName.get(name) ?? buildTally())
  bySpelling.set(piece, tally ?? null)
  if (name !== undefined && tally !== undefined) byName.set(name, tally)
  return tally
}

function buildTally(): Tally {
  return { ham: 0, spam: 0, sum: 0, row: -1, groups: [] }
}

interface Owner {
  readonly row: number
  readonly label: Example['label']
  readonly group: number
}

function addTo(tally: Tally, contribution: number, { row, label, group }: Owner): void {
  tally.sum += contribution
  if (tally.row === row) return
  tally.row = row
  tally[label]++
  const { groups } = tally
  if (groups.length < GROUPS_AT_LEAST && !groups.includes(group)) groups.push(group)
}

function heavyPiece(piece: string, { ham, spam, sum }: Tally): HeavyPiece {
  const contribution = (Math.round((1e4 * sum) / (ham + spam)) / 1e4) as LogOdds
  return { piece, contribution, ham, spam }
}

/** Equals come in the order of their code units, so that it is the same everywhere. */
function heaviest(pieces: readonly HeavyPiece[]): HeavyPiece[] {
  const sorted = pieces.toSorted((a, b) => {
    const heavier = Math.abs(b.contribution) - Math.abs(a.contribution)
    return heavier === 0 ? orderOf(a.piece, b.piece) : heavier
  })
  return sorted.slice(0, PIECES_AT_MOST)
}

function orderOf(a: string, b: string): number {
  return a < b ? -1 : 1
}

const DIGIT = /\p{Nd}/gu
/** What follows the host may name somebody: path, query, fragment. */
const LINK = /^((?:https?:\/\/)?[^/?#]*\.[^/?#]*)[/?#].*$/u
const AROUND = /^[^\p{L}\p{M}\p{N}\p{Sc}#%]+|[^\p{L}\p{M}\p{N}\p{Sc}#%]+$/gu

/** What a piece is called beside others like it; `undefined` for one that is not told. */
function nameOf(piece: string): string | undefined {
  if (piece.includes('@')) return undefined
  const name = piece.toLowerCase().replace(LINK, '$1').replace(DIGIT, '#')
  const bare = name.replace(AROUND, '')
  const told = bare === '' ? name : bare
  return told.length <= UNITS_AT_MOST ? told : undefined
}
