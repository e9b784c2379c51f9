import { fileURLToPath } from 'node:url'
import { readDataset } from '../../packages/server/src/store/dataset.ts'
import type { Credential } from './callers.ts'
import type { LoadRequest } from './load.ts'

/** The messages of `datasets/sample.csv`. */
export async function sampleTexts(): Promise<readonly string[]> {
  const file = fileURLToPath(new URL('../../datasets/sample.csv', import.meta.url))
  return (await readDataset(file)).map(({ text }) => text)
}

/** A request of each caller, each with the next message, for `POST /v1/classify`. */
export function classifyRequests(
  callers: readonly Credential[],
  texts: readonly string[],
): readonly LoadRequest[] {
  return callers.map((headers, i) => ({
    headers,
    body: JSON.stringify({ text: texts[i % texts.length] }),
  }))
}
