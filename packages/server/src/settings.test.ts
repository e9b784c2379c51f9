import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from 'node:util'
import { type Environment, parseSettings } from './settings.ts'
import { SettingsError } from './settings-error.ts'

const SECRET = '4f1c0d5e8a7b69324f1c0d5e8a7b69334f1c0d5e8a7b69344f1c0d5e8a7b6935'
const POSTGRES = 'postgresql://hamlet:pw@db.example.com/hamlet'

const faultsIn = (environment: Environment): readonly string[] => {
  try {
    parseSettings(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof SettingsError)
    return error.faults.map(({ setting }) => setting).sort()
  }
}

describe('parseSettings', () => {
  it('needs nothing in local', () => {
    const settings = parseSettings({})
    assert.equal(settings.environment, 'local')
    assert.equal(settings.database.kind, 'embedded')
    assert.equal(settings.quota.monthly, 10)
    assert.equal(settings.accounts.checksDocuments, false)
    assert.equal(settings.superuser?.username, 'admin')
    assert.equal(settings.tokens.accessSeconds, 3600)
  })

  it('takes an empty value as unset', () => {
    assert.equal(parseSettings({ LOCAL_PORT: '', DATABASE_URL: '' }).listen.port, 8000)
  })

  it('lists every fault of one kind at once', () => {
    assert.deepEqual(
      faultsIn({ APP_ENV: 'prod', LOCAL_PORT: '70000', MONTHLY_QUOTA: 'ten', DATABASE_POOL: '1' }),
      ['APP_ENV', 'DATABASE_POOL', 'LOCAL_PORT', 'MONTHLY_QUOTA'],
    )
  })

  it('lists faults of every kind at once', () => {
    const environment = { APP_ENV: 'production', LOCAL_PORT: 'abc', QUOTA_TIMEZONE: 'Mars/X' }
    assert.deepEqual(faultsIn(environment), [
      'DATABASE_URL',
      'JWT_SECRET',
      'LOCAL_PORT',
      'QUOTA_TIMEZONE',
    ])
  })

  it('production refuses to start without secret and database, and names both', () => {
    assert.deepEqual(faultsIn({ APP_ENV: 'production' }), ['DATABASE_URL', 'JWT_SECRET'])
  })

  for (const secret of ['short', 'a'.repeat(64), '0123456789abcdef'.repeat(4), `${SECRET}00`]) {
    it(`production refuses the secret "${secret.slice(0, 20)}"`, () => {
      const environment = { APP_ENV: 'production', DATABASE_URL: POSTGRES, JWT_SECRET: secret }
      assert.deepEqual(faultsIn(environment), ['JWT_SECRET'])
    })
  }

  it('production starts with a real secret and PostgreSQL, and wants longer passwords', () => {
    const settings = parseSettings({
      APP_ENV: 'production',
      DATABASE_URL: POSTGRES,
      JWT_SECRET: SECRET,
    })
    assert.equal(settings.accounts.passwordMinLength, 10)
    assert.equal(settings.superuser, undefined)
  })

  it('production refuses an example password of the first superuser', () => {
    const environment = {
      APP_ENV: 'production',
      DATABASE_URL: POSTGRES,
      JWT_SECRET: SECRET,
      FIRST_SUPERUSER: 'root',
      FIRST_SUPERUSER_PASSWORD: 'changeme',
    }
    assert.ok(faultsIn(environment).includes('FIRST_SUPERUSER_PASSWORD'))
  })

  it('refuses a time zone nobody knows and a database URL that is none', () => {
    assert.deepEqual(
      faultsIn({ QUOTA_TIMEZONE: 'Mars/Olympus', DATABASE_URL: 'mysql://db.example.com/x' }),
      ['DATABASE_URL', 'QUOTA_TIMEZONE'],
    )
  })

  it('keeps the parts of PostgreSQL apart, so that a password needs no quoting', () => {
    const { database } = parseSettings({
      POSTGRES_SERVER: 'db.example.com',
      POSTGRES_USER: 'hamlet',
      POSTGRES_PASSWORD: 'p%40@/:?#',
    })
    assert.ok(database.kind === 'postgres' && 'host' in database.connection)
    assert.equal(database.connection.password?.reveal(), 'p%40@/:?#')
    assert.equal(database.connection.database, 'hamlet')
  })

  it('reads whom to trust', () => {
    assert.equal(parseSettings({ TRUST_PROXY: 'true' }).trustProxy, true)
    assert.equal(parseSettings({ TRUST_PROXY: '2' }).trustProxy, 2)
    assert.deepEqual(parseSettings({ TRUST_PROXY: '10.0.0.0/8, 127.0.0.1' }).trustProxy, [
      '10.0.0.0/8',
      '127.0.0.1',
    ])
  })

  it('does not show a secret when it is printed', () => {
    const settings = parseSettings({ JWT_SECRET: SECRET, DATABASE_URL: POSTGRES })
    for (const shown of [inspect(settings, { depth: 9 }), JSON.stringify(settings)]) {
      assert.ok(!shown.includes(SECRET) && !shown.includes('pw@'))
      assert.ok(shown.includes('[secret]'))
    }
  })
})
