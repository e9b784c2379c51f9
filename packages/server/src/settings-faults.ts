import type { SettingFault } from './settings-error.ts'
import type { SettingValues } from './settings-table.ts'

const SECRET_FORM = /^[0-9a-f]{64}$/iu
const REPEATED = /^(.{1,16})\1+$/u
/** Values that stand in documentation: whoever copies them has no secret. */
const EXAMPLE_SECRETS = ['0123456789abcdef'.repeat(4), 'deadbeef'.repeat(8)]
const EXAMPLE_PASSWORDS = ['changeme', 'change-me', 'password', 'secret', 'admin', 'example']

/** Everything that is wrong with values that are each of the right type. */
export function faultsOf(values: SettingValues): readonly SettingFault[] {
  const faults: SettingFault[] = []
  const refuse = (setting: keyof SettingValues, reason: string) => faults.push({ setting, reason })
  checkSecrets(values, refuse)
  checkSuperuser(values, refuse)
  checkDatabase(values, refuse)
  if (!isTimeZone(values.QUOTA_TIMEZONE)) {
    refuse('QUOTA_TIMEZONE', `"${values.QUOTA_TIMEZONE}" is not an IANA time zone`)
  }
  if (values.METRICS_TOKEN !== undefined && values.METRICS_TOKEN.length < 16) {
    refuse('METRICS_TOKEN', 'must have 16 characters or more')
  }
  return faults
}

type Refuse = (setting: keyof SettingValues, reason: string) => void

function checkSecrets(values: SettingValues, refuse: Refuse): void {
  const { JWT_SECRET: secret, JWT_SECRET_PREVIOUS: previous } = values
  if (secret === undefined) {
    if (values.APP_ENV !== 'local') refuse('JWT_SECRET', 'is missing')
  } else {
    checkSecret('JWT_SECRET', secret, values, refuse)
  }
  for (const former of listOf(previous)) checkSecret('JWT_SECRET_PREVIOUS', former, values, refuse)
}

function checkSecret(
  name: 'JWT_SECRET' | 'JWT_SECRET_PREVIOUS',
  secret: string,
  values: SettingValues,
  refuse: Refuse,
): void {
  if (!SECRET_FORM.test(secret)) {
    refuse(name, 'must be 64 hexadecimal digits')
    return
  }
  if (values.APP_ENV !== 'production') return
  if (REPEATED.test(secret) || EXAMPLE_SECRETS.includes(secret.toLowerCase())) {
    refuse(name, 'is an example, not a secret; make one with `openssl rand -hex 32`')
  }
}

const USERNAME = /^[A-Za-z0-9._-]{3,64}$/u

function checkSuperuser(values: SettingValues, refuse: Refuse): void {
  const { FIRST_SUPERUSER: username, FIRST_SUPERUSER_PASSWORD: password } = values
  if (username !== undefined && !USERNAME.test(username)) {
    refuse('FIRST_SUPERUSER', 'must be 3 to 64 of A-Z a-z 0-9 . _ -')
  }
  if (password === undefined) {
    if (username !== undefined && values.APP_ENV !== 'local') {
      refuse('FIRST_SUPERUSER_PASSWORD', 'is missing, and FIRST_SUPERUSER is set')
    }
    return
  }
  const shortest = passwordMinLengthOf(values)
  if (password.length < shortest) {
    refuse('FIRST_SUPERUSER_PASSWORD', `must have ${shortest} characters or more`)
  }
  if (values.APP_ENV === 'production' && EXAMPLE_PASSWORDS.includes(password.toLowerCase())) {
    refuse('FIRST_SUPERUSER_PASSWORD', 'is an example, not a password')
  }
}

function checkDatabase(values: SettingValues, refuse: Refuse): void {
  const { DATABASE_URL: url, POSTGRES_SERVER: server, POSTGRES_USER: user } = values
  if (url !== undefined && !isPostgresUrl(url)) {
    refuse('DATABASE_URL', 'must be a postgresql:// URL with a host')
  }
  if (url === undefined && server !== undefined && user === undefined) {
    refuse('POSTGRES_USER', 'is missing, and POSTGRES_SERVER is set')
  }
  if (url === undefined && server === undefined && values.APP_ENV === 'production') {
    refuse('DATABASE_URL', 'is missing; production needs PostgreSQL (or set POSTGRES_SERVER)')
  }
}

function isPostgresUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return /^postgres(?:ql)?:$/u.test(protocol) && hostname !== ''
}

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/** The shortest password: longer in production. */
export function passwordMinLengthOf(values: SettingValues): number {
  return values.PASSWORD_MIN_LENGTH ?? (values.APP_ENV === 'production' ? 10 : 6)
}

/** The items of a list that is written with commas. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
