import { explainText } from './reasons.ts'
import { type Judge, judgeOf } from './scorer.ts'
import type { Tables } from './tables.ts'
import type { Example, LogOdds } from './units.ts'
import { buildWorkspace, type Workspace } from './workspace.ts'

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
export const GROUPS_AT_LEAST = 5
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
  const tallies = new Map<string, Tally>()
  const explain = openContributions(tables)
  for (const [row, { text, label }] of examples.entries()) {
    const group = groups?.[row] ?? row
    for (const [piece, contribution] of explain(text)) {
      const tally = tallies.get(piece) ?? { ham: 0, spam: 0, sum: 0, groups: [] }
      tally[label]++
      tally.sum += contribution
      if (tally.groups.length < GROUPS_AT_LEAST && !tally.groups.includes(group)) {
        tally.groups.push(group)
      }
      tallies.set(piece, tally)
    }
  }
  const known = [...tallies].filter(([, { groups: own }]) => own.length >= GROUPS_AT_LEAST)
  const pieces = known.map(([piece, tally]) => heavyPiece(piece, tally))
  return {
    towardsSpam: heaviest(pieces.filter(({ contribution }) => contribution > 0)),
    towardsHam: heaviest(pieces.filter(({ contribution }) => contribution < 0)),
  }
}

interface Tally {
  ham: number
  spam: number
  sum: number
  /** The first {@link GROUPS_AT_LEAST} groups that have the piece. */
  readonly groups: number[]
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

/** What each named piece of a text adds to its log-odds, when its source is not told. */
function openContributions(tables: Tables): (text: string) => ReadonlyMap<string, number> {
  const ws: Workspace = buildWorkspace(tables.features)
  const judge: Judge = judgeOf(tables, undefined)
  return (text) => {
    const sums = new Map<string, number>()
    for (const { piece, contribution, start } of explainText(tables, judge, ws, text).reasons) {
      const name = start === undefined ? undefined : nameOf(piece)
      if (name !== undefined) sums.set(name, (sums.get(name) ?? 0) + contribution)
    }
    return sums
  }
}

const DIGIT = /\p{Nd}/gu
const LINK = /^((?:https?:\/\/)?[^/]*\.[^/]*)\/.*$/u
const AROUND = /^[^\p{L}\p{M}\p{N}\p{Sc}#%]+|[^\p{L}\p{M}\p{N}\p{Sc}#%]+$/gu

/** What a piece is called beside others like it; `undefined` for one that is not told. */
function nameOf(piece: string): string | undefined {
  if (piece.includes('@')) return undefined
  const name = piece.toLowerCase().replace(DIGIT, '#').replace(LINK, '$1')
  const bare = name.replace(AROUND, '')
  const told = bare === '' ? name : bare
  return told.length <= UNITS_AT_MOST ? told : undefined
}
