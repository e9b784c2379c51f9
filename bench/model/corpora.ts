import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Example } from '@hamlet/classifier'
import { readDataset } from '../../packages/server/src/store/dataset.ts'

/** Those of the named corpora that are not in the folder. */
export async function missingCorpora(folder: string, names: readonly string[]): Promise<string[]> {
  const isThere = await Promise.all(
    names.map((name) =>
      access(fileOf(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return names.filter((_, i) => !isThere[i])
}

/**
 * Reads a public corpus; datasets/README.md says which there are.
 *
 * @throws {DatasetError} A row of it cannot be understood.
 */
export function readCorpus(folder: string, name: string): Promise<Example[]> {
  return readDataset(fileOf(folder, name))
}

function fileOf(folder: string, name: string): string {
  return join(folder, `${name}.csv`)
}
