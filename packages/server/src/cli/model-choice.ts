import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Classifier, decodeModel, openClassifier } from '@hamlet/classifier'

/** The model that Hamlet comes with. */
export const DEFAULT_MODEL: string = fileURLToPath(
  new URL('../../../../models/default.hamlet', import.meta.url),
)

/** A model, and the bytes of its file. */
export interface OpenedModel {
  readonly bytes: Uint8Array
  readonly classifier: Classifier
}

/**
 * Opens the model in a file, by default the one that Hamlet comes with.
 *
 * @throws {Error} There is no such file, or it is not a whole model; the message says which.
 */
export async function openModelFile(file: string = DEFAULT_MODEL): Promise<OpenedModel> {
  const bytes = await readModel(file)
  try {
    return { bytes, classifier: openClassifier(decodeModel(bytes)) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${file} cannot be used. ${reason}`, { cause })
  }
}

async function readModel(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    const advice = 'Name one with --model, or make one with `hamlet train`.'
    throw new Error(`There is no model at ${file}. ${advice}`, { cause })
  }
}
