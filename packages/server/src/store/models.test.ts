import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { ModelVersion } from '../domain/units.ts'
import { freshDatabase, freshPostgresDatabase, WITHOUT_POSTGRES } from '../testing/databases.ts'
import { MADE_AT } from '../testing/rows.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { findModel, findTrainedModel, keepModel, withTrainingLock } from './models.ts'
import { openPostgres } from './postgres.ts'

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

const modelOf = (version: string, bytes: readonly number[]) => ({
  version: version as ModelVersion,
  bytes: Uint8Array.from(bytes),
})
const plain = (model: Awaited<ReturnType<typeof findModel>>) =>
  model && { version: model.version, bytes: Uint8Array.from(model.bytes) }

describe('keepModel', () => {
  it('keeps every byte, once, as it was first', async () => {
    const model = modelOf('aaa', [0, 255, 10, 92, 39, 0])
    await keepModel(db, model, 'file', MADE_AT)
    await keepModel(db, modelOf('aaa', [1]), 'trained', MADE_AT)
    assert.deepEqual(plain(await findModel(db, model.version)), model)
    assert.equal(await findTrainedModel(db), undefined)
  })

  it('lets several nodes keep the same one at once', async () => {
    const model = modelOf('bbb', [1, 2, 3])
    await Promise.all([1, 2, 3, 4].map(() => keepModel(db, model, 'file', MADE_AT)))
    assert.deepEqual(plain(await findModel(db, model.version)), model)
  })

  it('of a version nobody kept there is nothing', async () => {
    assert.equal(await findModel(db, 'ccc' as ModelVersion), undefined)
  })
})

describe('findTrainedModel', () => {
  it('is the one that was trained last', async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 4, day))
    await keepModel(db, modelOf('t1', [1]), 'trained', at(1))
    await keepModel(db, modelOf('t3', [3]), 'trained', at(3))
    await keepModel(db, modelOf('t2', [2]), 'trained', at(2))
    await keepModel(db, modelOf('f4', [4]), 'file', at(4))
    assert.deepEqual(plain(await findTrainedModel(db)), modelOf('t3', [3]))
  })
})

describe('withTrainingLock', () => {
  it('gives what the work gives, and lets go of the lock when the work fails', async () => {
    const failing = withTrainingLock(db, async () => {
      throw new RangeError('no examples')
    })
    await assert.rejects(failing, RangeError)
    assert.equal(await withTrainingLock(db, async () => 42), 42)
  })

  it('of two nodes lets one work at a time', { skip: WITHOUT_POSTGRES }, async () => {
    const { settings, drop } = await freshPostgresDatabase()
    const nodes = [
      await openPostgres(settings, 'maintenance'),
      await openPostgres(settings, 'maintenance'),
    ]
    let working = 0
    const turns = nodes
      .flatMap((node) => [node, node])
      .map((node) =>
        withTrainingLock(node.db, async () => {
          working++
          await setTimeout(30)
          assert.equal(working--, 1)
        }),
      )
    await Promise.all(turns)
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })
})
