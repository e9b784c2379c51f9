import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Classifier, decodeModel, type Model, openClassifier } from '@hamlet/classifier'
import { LRUCache } from 'lru-cache'
import type { ModelVersion } from '../domain/units.ts'
import type { Database, RootDatabase } from '../store/database.ts'
import {
  findModel,
  findTrainedModel,
  keepModel,
  listModelVersions,
  type StoredModel,
  withTrainingLock,
} from '../store/models.ts'

/** The models of this process: the one that answers, and those that once did. */
export interface Models {
  readonly champion: Classifier
  readonly championVersion: ModelVersion
  /** The champion's file. */
  readonly championBytes: Uint8Array
  /** What is in the file. */
  readonly championModel: Model
  /** The name of the file, without folders; absent when the champion was trained here. */
  readonly championFile?: string
  /** The version that decided something in the past; `undefined` when nobody kept it. */
  readonly find: (version: ModelVersion) => Promise<Classifier | undefined>
  /**
   * The versions that may be asked to judge: as many as are kept open, so that nobody can have them
   * opened again and again. Of former ones these are the newest; the oldest comes first, the champion last.
   */
  readonly listVersions: () => Promise<readonly ModelVersion[]>
}

/** What finding the champion needs. */
export interface ModelDeps {
  readonly now: () => Date
  /** The model file that answers, if it is there. */
  readonly path: string
}

/** What training one needs when there is no file. */
export interface TrainingDeps extends ModelDeps {
  /** Trains a model outside the event loop, and gives the bytes of its file. */
  readonly train: () => Promise<Uint8Array>
}

/** There is no model to answer with, or its file is damaged or cannot be read. */
export class NoModelError extends Error {
  override readonly name = 'NoModelError'
}

/** Former versions kept open. To open one takes a tenth of a second. */
const FORMER = 4

/**
 * Makes sure that there is a model: the file, or one that was trained before, or one trained now.
 * Of several nodes that start together one trains and the rest wait for what it made.
 */
export async function ensureModel(db: RootDatabase, deps: TrainingDeps): Promise<void> {
  if (await readModelFile(deps.path)) return
  if (await findTrainedModel(db)) return
  await withTrainingLock(db, async (tx) => {
    if (await findTrainedModel(tx)) return
    const bytes = await deps.train()
    const version = decodeModel(bytes).version as ModelVersion
    await keepModel(tx, { version, bytes }, 'trained', deps.now())
  })
}

/**
 * Opens the champion: the model file if there is one, otherwise the model trained last.
 *
 * @throws {NoModelError} There is neither, or the file is not a whole model.
 */
export async function openModels(db: Database, deps: ModelDeps): Promise<Models> {
  const file = await readModelFile(deps.path)
  const bytes = file ?? (await readTrained(db))
  const model = decodeBytes(bytes, file ? deps.path : 'the model that was trained')
  const champion = openClassifier(model)
  const version = champion.version as ModelVersion
  if (file) await keepModel(db, { version, bytes }, 'file', deps.now())
  const findFormer = openFormerModels(db)
  const find = async (wanted: ModelVersion) => (wanted === version ? champion : findFormer(wanted))
  const listVersions = async () => {
    const newest = await listModelVersions(db, FORMER + 1)
    const former = newest.filter((one) => one !== version).slice(0, FORMER)
    return [...former.reverse(), version]
  }
  return {
    ...{ champion, championVersion: version, championBytes: bytes, championModel: model },
    ...(file && { championFile: basename(deps.path) }),
    ...{ find, listVersions },
  }
}

/** Finds stored models and keeps some open. Many who ask for one at once have it opened once. */
function openFormerModels(db: Database): Models['find'] {
  const opened = new LRUCache<string, Classifier>({ max: FORMER })
  const opening = new Map<string, Promise<Classifier | undefined>>()
  const open = async (version: ModelVersion) => {
    const found = openStored(await findModel(db, version))
    if (found) opened.set(version, found)
    return found
  }
  return async (version) => {
    const known = opened.get(version) ?? opening.get(version)
    if (known !== undefined) return known
    const work = open(version).finally(() => opening.delete(version))
    opening.set(version, work)
    return work
  }
}

async function readModelFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new NoModelError(`${path} cannot be read: ${message}`, { cause: error })
  }
}

async function readTrained(db: Database): Promise<Uint8Array> {
  const trained = await findTrainedModel(db)
  if (trained === undefined) throw new NoModelError('there is no model file, and none was trained')
  return trained.bytes
}

function openStored(stored: StoredModel | undefined): Classifier | undefined {
  return stored && openClassifier(decodeBytes(stored.bytes, `model ${stored.version}`))
}

function decodeBytes(bytes: Uint8Array, name: string): Model {
  try {
    return decodeModel(bytes)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new NoModelError(`${name} cannot be used: ${reason}`, { cause })
  }
}
