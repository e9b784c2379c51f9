import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { decodeModel } from '@hamlet/classifier'
import type { ModelVersion } from '../domain/units.ts'
import type { OpenDatabase } from '../store/database.ts'
import { findModel, keepModel } from '../store/models.ts'
import { freshDatabase } from '../testing/databases.ts'
import { MADE_AT } from '../testing/rows.ts'
import { smallModel } from '../testing/small-model.ts'
import { ensureModel, NoModelError, openModels } from './models.ts'

const DEFAULT = fileURLToPath(new URL('../../../../models/default.hamlet', import.meta.url))
const BYTES: Uint8Array = readFileSync(DEFAULT)
const VERSION = decodeModel(BYTES).version as ModelVersion
const SPAM = 'WINNER!! Claim your free prize now, text WIN to 80082'

let opened: OpenDatabase
let folder: string
before(async () => {
  opened = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'hamlet-models-'))
})
beforeEach(() => opened.db.deleteFrom('model').execute())
after(async () => {
  rmSync(folder, { recursive: true })
  await opened.close()
})

const now = () => MADE_AT
const nowhere = () => ({ now, path: join(folder, 'nowhere.hamlet') })

const isNoModel = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof NoModelError)
  assert.match(error.message, pattern)
  return true
}

describe('openModels', () => {
  it('opens the file, and keeps it for those who ask later why', async () => {
    const models = await openModels(opened.db, { now, path: DEFAULT })
    assert.equal(models.championVersion, VERSION)
    assert.equal(models.champion.classify(SPAM, undefined).label, 'spam')
    assert.equal(await models.find(VERSION), models.champion)
    const kept = await findModel(opened.db, VERSION)
    assert.equal(Buffer.compare(BYTES, kept?.bytes ?? new Uint8Array()), 0)
  })

  it('finds a version that once answered, and none that nobody kept', async () => {
    const former = smallModel()
    await keepModel(opened.db, former, 'file', MADE_AT)
    const models = await openModels(opened.db, { now, path: DEFAULT })
    const found = await models.find(former.version)
    assert.equal(found?.version, former.version)
    assert.equal(await models.find(former.version), found)
    assert.equal(await models.find('000000000000' as ModelVersion), undefined)
  })

  it('opens a former version once for all who ask at once', async () => {
    const former = smallModel()
    await keepModel(opened.db, former, 'file', MADE_AT)
    const models = await openModels(opened.db, { now, path: DEFAULT })
    const found = await Promise.all(Array.from({ length: 20 }, () => models.find(former.version)))
    assert.equal(new Set(found).size, 1)
    assert.equal(found[0]?.version, former.version)
  })

  it('lists the newest four former versions, the oldest first, and the champion last', async () => {
    const models = await openModels(opened.db, { now, path: DEFAULT })
    assert.deepEqual(await models.listVersions(), [VERSION])
    const kept = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(12) as ModelVersion)
    for (const [i, version] of kept.entries()) {
      const at = new Date(MADE_AT.getTime() + (i - 2) * 1000)
      await keepModel(opened.db, { version, bytes: BYTES.subarray(0, 1) }, 'file', at)
    }
    assert.deepEqual(await models.listVersions(), [...kept.slice(1), VERSION])
  })

  it('opens the model that was trained where there is no file', async () => {
    const trained = smallModel()
    await keepModel(opened.db, trained, 'trained', MADE_AT)
    assert.equal((await openModels(opened.db, nowhere())).championVersion, trained.version)
  })

  it('says that there is neither file nor trained model', async () => {
    await assert.rejects(openModels(opened.db, nowhere()), isNoModel(/no model file/u))
  })

  it('refuses a damaged file by its name, and keeps nothing of it', async () => {
    const path = join(folder, 'damaged.hamlet')
    const flipped = Uint8Array.from(BYTES)
    flipped[BYTES.length >> 1] = (flipped[BYTES.length >> 1] ?? 0) ^ 1
    for (const bytes of [flipped, BYTES.subarray(0, -1), BYTES.subarray(0, 40), new Uint8Array()]) {
      writeFileSync(path, bytes)
      await assert.rejects(
        openModels(opened.db, { now, path }),
        isNoModel(/damaged\.hamlet cannot be used: /u),
      )
    }
    assert.deepEqual(await opened.db.selectFrom('model').select('version').execute(), [])
  })

  it('refuses what cannot be read by its name', async () => {
    await assert.rejects(
      openModels(opened.db, { now, path: folder }),
      (error: Error) =>
        isNoModel(/cannot be read: EISDIR/u)(error) && error.message.includes(folder),
    )
  })
})

describe('ensureModel', () => {
  let trainings = 0
  beforeEach(() => {
    trainings = 0
  })
  const train = async () => {
    trainings++
    await setTimeout(50)
    return BYTES
  }

  it('trains nothing where there is a file', async () => {
    await ensureModel(opened.db, { now, path: DEFAULT, train })
    assert.equal(trainings, 0)
  })

  it('trains once though several nodes start at once, and all of them find the model', async () => {
    await Promise.all([1, 2, 3].map(() => ensureModel(opened.db, { ...nowhere(), train })))
    assert.equal(trainings, 1)
    assert.equal((await openModels(opened.db, nowhere())).championVersion, VERSION)
    await ensureModel(opened.db, { ...nowhere(), train })
    assert.equal(trainings, 1)
  })

  it('leaves nothing behind when training fails, so that the next start tries again', async () => {
    const failing = async () => {
      throw new RangeError('too few examples')
    }
    await assert.rejects(ensureModel(opened.db, { ...nowhere(), train: failing }), RangeError)
    await ensureModel(opened.db, { ...nowhere(), train })
    assert.equal(trainings, 1)
  })
})
