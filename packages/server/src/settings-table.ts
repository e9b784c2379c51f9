import { type Static, type TProperties, Type } from 'typebox'

const count = (description: string, minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ description, minimum, maximum }))
const countOr = (byDefault: number, description: string, minimum: number, maximum: number) =>
  Type.Integer({ description, minimum, maximum, default: byDefault })
const text = (description: string) => Type.Optional(Type.String({ description }))
const textOr = (byDefault: string, description: string) =>
  Type.String({ description, default: byDefault })
const choice = <Value extends string>(
  values: readonly Value[],
  byDefault: Value,
  description: string,
) => Type.Unsafe<Value>({ type: 'string', enum: [...values], default: byDefault, description })

/** The names under which settings come in, with what each means, its default and its bounds. */
export const SETTINGS = {
  APP_ENV: choice(
    ['local', 'dev', 'test', 'production'],
    'local',
    'Where the service runs. `local` makes a missing secret itself, prints readable logs and does not check CPF/CNPJ; `production` refuses to start unless secret and database are set.',
  ),
  PROJECT_NAME: textOr('Hamlet', 'The name shown in answers and in the documentation.'),
  HOST: textOr('127.0.0.1', 'The address to listen on; `0.0.0.0` for every interface.'),
  LOCAL_PORT: countOr(8000, 'The TCP port to listen on; 0 takes any free one.', 0, 65_535),
  LOG_LEVEL: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
    'The least important kind of message that is logged.',
  ),
  DATABASE_URL: text('A `postgresql://` URL (PostgreSQL 15 or newer). Wins over `POSTGRES_*`.'),
  POSTGRES_USER: text('User of the PostgreSQL database.'),
  POSTGRES_PASSWORD: text('Its password, as it is: nothing in it needs quoting.'),
  POSTGRES_SERVER: text('Host of PostgreSQL. Unset, the embedded database is used.'),
  POSTGRES_PORT: countOr(5432, 'Port of PostgreSQL.', 1, 65_535),
  POSTGRES_DB: text('Name of the database; the user name when unset.'),
  DATABASE_POOL: countOr(10, 'PostgreSQL connections of one process.', 2, 1000),
  DATA_DIR: textOr('./data', 'Folder of the embedded database and of the secret made in `local`.'),
  JWT_SECRET: text(
    '64 hexadecimal digits (256 bits) that access tokens are encrypted with. Make one: `openssl rand -hex 32`.',
  ),
  JWT_SECRET_PREVIOUS: text(
    'Former values of `JWT_SECRET`, separated by commas, still accepted while rotating.',
  ),
  ACCESS_TOKEN_EXPIRE_MINUTES: countOr(60, 'Life of an access token, in minutes.', 1, 1440),
  REFRESH_TOKEN_EXPIRE_DAYS: countOr(30, 'Life of an unused refresh token, in days.', 1, 365),
  LOGIN_ATTEMPTS_PER_ACCOUNT: countOr(
    10,
    'Wrong passwords for one account in 15 minutes before it has to wait.',
    1,
    1_000_000,
  ),
  LOGIN_ATTEMPTS_PER_ADDRESS: countOr(
    100,
    'Wrong passwords from one address in 15 minutes before it has to wait.',
    1,
    1_000_000,
  ),
  FIRST_SUPERUSER: text(
    'Username of the administrator made at start when it does not exist. `admin` in `local`.',
  ),
  FIRST_SUPERUSER_PASSWORD: text(
    'Its password. Unset in `local`, one is made and printed once; elsewhere it is required.',
  ),
  FIRST_SUPERUSER_EMAIL: textOr('admin@example.com', 'Its e-mail address.'),
  MONTHLY_QUOTA: countOr(
    10,
    'Units an account may take in a calendar month, unless an administrator gave it a limit of its own.',
    0,
    2_000_000_000,
  ),
  QUOTA_TIMEZONE: textOr('UTC', 'IANA time zone in which a month begins and ends.'),
  BURST_PER_SECOND: countOr(
    50,
    'Classification requests of one caller per second and process.',
    1,
    1_000_000,
  ),
  MAX_TEXT_CHARS: countOr(32_000, 'Characters of the longest text that is read.', 1, 1_000_000),
  STORE_TEXT: choice(
    ['full', 'none'],
    'full',
    'Whether texts are kept with their decisions; without them a decision cannot be explained later.',
  ),
  RETENTION_DAYS: countOr(90, 'Days after which a decision or a report is erased.', 1, 3650),
  REPORTS_PER_DAY: countOr(1000, 'Reports that an account may make in 24 hours.', 0, 1_000_000),
  MODEL_PATH: textOr('models/default.hamlet', 'The model file that answers.'),
  DATASET_PATH: textOr(
    'datasets/sample.csv',
    'CSV that a model is trained from, once, when there is no model file.',
  ),
  WORKERS_PER_CORE: Type.Optional(
    Type.Number({
      description:
        'Processes per processor core; 1 on PostgreSQL when unset. The embedded database takes one process.',
      exclusiveMinimum: 0,
      maximum: 16,
    }),
  ),
  MAX_WORKERS: count('The most processes there may be.', 1, 256),
  CORS_ORIGINS: textOr(
    '',
    'Origins whose pages may call the API, separated by commas; empty for none, `*` for any.',
  ),
  TRUST_PROXY: textOr(
    'false',
    'Whose `X-Forwarded-For` is believed: `false`, `true`, a number of hops, or addresses (CIDR) separated by commas.',
  ),
  METRICS_TOKEN: text('A bearer token that may read `/metrics` from afar; 16 characters or more.'),
  PASSWORD_MIN_LENGTH: count(
    'Characters of the shortest password; 10 in production and 6 elsewhere when unset.',
    6,
    256,
  ),
} satisfies TProperties

/** The settings as text turned into plain values: defaults filled in, numbers read. */
export type SettingValues = Static<ReturnType<typeof settingsSchema>>

/** The whole table as one schema. */
export function settingsSchema() {
  return Type.Object(SETTINGS)
}

/** Names whose values are never printed. */
export const SECRET_SETTINGS: readonly string[] = [
  'DATABASE_URL',
  'POSTGRES_PASSWORD',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
  'FIRST_SUPERUSER_PASSWORD',
  'METRICS_TOKEN',
]
