import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { envSchema } from 'env-schema'
import type { Seconds, Units } from './domain/units.ts'
import { Secret } from './security/secret.ts'
import { type SettingFault, SettingsError } from './settings-error.ts'
import { faultsOf, listOf, passwordMinLengthOf } from './settings-faults.ts'
import { type SettingValues, settingsSchema } from './settings-table.ts'
import type { DatabaseSettings } from './store/database.ts'

/** Every setting by what it means; what is off is `undefined`. */
export interface Settings {
  readonly environment: SettingValues['APP_ENV']
  readonly projectName: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly trustProxy: boolean | number | readonly string[]
  /** Origins that may call; `'*'` for any. */
  readonly corsOrigins: '*' | readonly string[]
  readonly logLevel: SettingValues['LOG_LEVEL']
  readonly dataDir: string
  readonly database: DatabaseSettings
  readonly tokens: {
    readonly secret: Secret | undefined
    readonly previous: readonly Secret[]
    readonly accessSeconds: Seconds
    readonly refreshSeconds: Seconds
  }
  readonly logIn: { readonly perAccount: number; readonly perAddress: number }
  readonly superuser:
    | {
        readonly username: string
        readonly email: string
        readonly password: Secret | undefined
      }
    | undefined
  readonly quota: {
    readonly monthly: Units
    readonly timeZone: string
    readonly burstPerSecond: number
  }
  readonly texts: {
    readonly maxChars: number
    readonly areStored: boolean
    readonly retentionDays: number
    readonly reportsPerDay: number
  }
  readonly model: { readonly path: string; readonly dataset: string }
  readonly processes: { readonly perCore: number | undefined; readonly most: number | undefined }
  readonly metricsToken: Secret | undefined
  readonly accounts: {
    readonly passwordMinLength: number
    readonly checksDocuments: boolean
  }
}

/** The raw text of every setting, as the environment has it. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads every setting once: text, then plain values, then meaning.
 *
 * An empty value counts as unset, as Compose writes it.
 *
 * @throws {SettingsError} with every fault there is.
 */
export function parseSettings(environment: Environment): Settings {
  const values = valuesOrFaults(environment)
  const faults = faultsOf(values)
  if (faults.length > 0) throw new SettingsError(faults)
  return settingsOf(values)
}

/** A value of the wrong kind must not hide what is wrong with the others: they are judged, too. */
function valuesOrFaults(environment: Environment): SettingValues {
  try {
    return valuesOf(environment)
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    const named = new Set(error.faults.map(({ setting }) => setting))
    const others = Object.entries(environment).filter(([name]) => !named.has(name))
    const more = faultsOf(valuesOf(Object.fromEntries(others)))
    throw new SettingsError([...error.faults, ...more.filter(({ setting }) => !named.has(setting))])
  }
}

/** The settings as plain values, defaults filled in. @throws {SettingsError} */
export function valuesOf(environment: Environment): SettingValues {
  const given = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  try {
    return envSchema<SettingValues>({
      schema: settingsSchema(),
      data: Object.fromEntries(given),
      env: false,
    })
  } catch (error) {
    throw new SettingsError(schemaFaults(error))
  }
}

interface SchemaFault {
  readonly instancePath: string
  readonly message?: string
  readonly params?: { readonly allowedValues?: readonly string[] }
}

function schemaFaults(error: unknown): readonly SettingFault[] {
  const { errors } = error as { readonly errors?: readonly SchemaFault[] }
  if (errors === undefined) throw error
  return errors.map(({ instancePath, message, params }) => ({
    setting: instancePath.slice(1),
    reason: params?.allowedValues
      ? `must be one of ${params.allowedValues.join(', ')}`
      : (message ?? 'is not valid'),
  }))
}

function settingsOf(values: SettingValues): Settings {
  return {
    environment: values.APP_ENV,
    projectName: values.PROJECT_NAME,
    listen: { host: values.HOST, port: values.LOCAL_PORT },
    trustProxy: trustProxyOf(values.TRUST_PROXY),
    corsOrigins: values.CORS_ORIGINS.trim() === '*' ? '*' : listOf(values.CORS_ORIGINS),
    logLevel: values.LOG_LEVEL,
    dataDir: resolve(values.DATA_DIR),
    database: databaseOf(values),
    tokens: tokensOf(values),
    logIn: {
      perAccount: values.LOGIN_ATTEMPTS_PER_ACCOUNT,
      perAddress: values.LOGIN_ATTEMPTS_PER_ADDRESS,
    },
    superuser: superuserOf(values),
    quota: {
      monthly: values.MONTHLY_QUOTA as Units,
      timeZone: values.QUOTA_TIMEZONE,
      burstPerSecond: values.BURST_PER_SECOND,
    },
    texts: {
      maxChars: values.MAX_TEXT_CHARS,
      areStored: values.STORE_TEXT === 'full',
      retentionDays: values.RETENTION_DAYS,
      reportsPerDay: values.REPORTS_PER_DAY,
    },
    model: { path: inRepository(values.MODEL_PATH), dataset: inRepository(values.DATASET_PATH) },
    processes: { perCore: values.WORKERS_PER_CORE, most: values.MAX_WORKERS },
    metricsToken: secretOf(values.METRICS_TOKEN),
    accounts: {
      passwordMinLength: passwordMinLengthOf(values),
      checksDocuments: values.APP_ENV !== 'local',
    },
  }
}

function databaseOf(values: SettingValues): DatabaseSettings {
  const pool = values.DATABASE_POOL
  const { DATABASE_URL: url, POSTGRES_SERVER: host, POSTGRES_USER: user } = values
  if (url !== undefined) return { kind: 'postgres', connection: { url: new Secret(url) }, pool }
  if (host === undefined || user === undefined) {
    return { kind: 'embedded', folder: resolve(values.DATA_DIR) }
  }
  const connection = {
    host,
    port: values.POSTGRES_PORT,
    user,
    password: secretOf(values.POSTGRES_PASSWORD),
    database: values.POSTGRES_DB ?? user,
  }
  return { kind: 'postgres', connection, pool }
}

function tokensOf(values: SettingValues): Settings['tokens'] {
  return {
    secret: secretOf(values.JWT_SECRET),
    previous: listOf(values.JWT_SECRET_PREVIOUS).map((former) => new Secret(former)),
    accessSeconds: (values.ACCESS_TOKEN_EXPIRE_MINUTES * 60) as Seconds,
    refreshSeconds: (values.REFRESH_TOKEN_EXPIRE_DAYS * 86_400) as Seconds,
  }
}

function superuserOf(values: SettingValues): Settings['superuser'] {
  const username = values.FIRST_SUPERUSER ?? (values.APP_ENV === 'local' ? 'admin' : undefined)
  if (username === undefined) return undefined
  const password = secretOf(values.FIRST_SUPERUSER_PASSWORD)
  return { username, email: values.FIRST_SUPERUSER_EMAIL, password }
}

function trustProxyOf(text: string): boolean | number | readonly string[] {
  if (text === 'true') return true
  if (text === 'false') return false
  return /^\d+$/u.test(text) ? Number(text) : listOf(text)
}

function secretOf(text: string | undefined): Secret | undefined {
  return text === undefined ? undefined : new Secret(text)
}

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url))

/** A path as it was given, from here; the default files lie in the repository itself. */
function inRepository(path: string): string {
  return path.startsWith('models/') || path.startsWith('datasets/')
    ? resolve(REPOSITORY, path)
    : resolve(path)
}
