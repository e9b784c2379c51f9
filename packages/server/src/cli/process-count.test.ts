import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Environment, parseSettings } from '../settings.ts'
import { SettingsError } from '../settings-error.ts'
import { processCountOf } from './process-count.ts'

const POSTGRES = { DATABASE_URL: 'postgresql://hamlet@db.example.com/hamlet' }

const count = (environment: Environment, cores: number) =>
  processCountOf(parseSettings(environment), cores)

describe('processCountOf', () => {
  it('on PostgreSQL is one for each core, unless the settings say otherwise', () => {
    assert.equal(count(POSTGRES, 8), 8)
    assert.equal(count({ ...POSTGRES, WORKERS_PER_CORE: '0.5' }, 8), 4)
    assert.equal(count({ ...POSTGRES, WORKERS_PER_CORE: '2' }, 3), 6)
    assert.equal(count({ ...POSTGRES, MAX_WORKERS: '3' }, 8), 3)
    assert.equal(count({ ...POSTGRES, MAX_WORKERS: '12' }, 8), 8)
    assert.equal(count({ ...POSTGRES, WORKERS_PER_CORE: '4', MAX_WORKERS: '9' }, 8), 9)
  })

  it('is a whole number, and never less than one', () => {
    assert.equal(count({ ...POSTGRES, WORKERS_PER_CORE: '0.5' }, 3), 2)
    assert.equal(count({ ...POSTGRES, WORKERS_PER_CORE: '0.01' }, 2), 1)
    assert.ok(Number.isInteger(processCountOf(parseSettings(POSTGRES))))
  })

  it('on the embedded database is one, whatever the cores', () => {
    assert.equal(count({}, 64), 1)
    assert.equal(count({ MAX_WORKERS: '4' }, 64), 1)
    assert.equal(count({ WORKERS_PER_CORE: '2', MAX_WORKERS: '1' }, 64), 1)
    assert.equal(count({ WORKERS_PER_CORE: '0.5' }, 2), 1)
  })

  it('refuses more than one on the embedded database, naming the setting', () => {
    assert.throws(
      () => count({ WORKERS_PER_CORE: '1' }, 4),
      (error) => {
        assert.ok(error instanceof SettingsError)
        assert.match(error.message, /WORKERS_PER_CORE.*4 processes/su)
        return true
      },
    )
  })
})
