import type { Model } from '@hamlet/classifier'
import type { Database } from '../store/database.ts'
import { findKeptAt } from '../store/models.ts'
import type { Models } from './models.ts'

/** What showing the champion needs. */
export interface ShowChampionDeps {
  readonly db: Database
  readonly models: Models
}

/** The model that answers now, and where it came from. */
export interface Champion {
  readonly model: Model
  /** Length of its file. */
  readonly bytes: number
  /** The name of the file, without folders; absent when it was trained here. */
  readonly file?: string | undefined
  /** When this database first kept it: of one trained here, when it was trained. */
  readonly keptAt: Date | undefined
}

/** Shows the champion; the edge lets administrators ask, and nobody else. */
export async function showChampion({ db, models }: ShowChampionDeps): Promise<Champion> {
  const { championModel: model, championBytes, championFile: file, championVersion } = models
  const keptAt = await findKeptAt(db, championVersion)
  return { model, bytes: championBytes.length, file, keptAt }
}
