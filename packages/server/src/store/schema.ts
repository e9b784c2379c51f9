import type { Verdict } from '@hamlet/classifier'
import type { ColumnType } from 'kysely'
import type { OverQuota, Role, Scope } from '../domain/account.ts'
import type {
  AccountId,
  DecisionId,
  KeyId,
  ModelVersion,
  ReportId,
  SessionId,
  Units,
} from '../domain/units.ts'

/** Every table, by its name. The migrations make them; these types follow by hand. */
export interface Schema {
  readonly account: AccountTable
  readonly session: SessionTable
  readonly refresh_token: RefreshTokenTable
  readonly api_key: ApiKeyTable
  readonly log_in_failure: LogInFailureTable
  readonly model: ModelTable
  readonly usage: UsageTable
  readonly decision: DecisionTable
  readonly site_usage: SiteUsageTable
  readonly report: ReportTable
  readonly idempotency: IdempotencyTable
}

/** A column that may be left out when a row is made. */
type Defaulted<Value> = ColumnType<Value, Value | undefined, Value>

/** A person or a company that registered. */
export interface AccountTable {
  id: AccountId
  email: string
  /** `comparableName(email)`, unique. */
  email_key: string
  full_name: string
  /** `comparableName(full_name)`: what a database calls lower case depends on its locale. */
  full_name_key: string
  username: string
  /** `comparableName(username)`, unique. */
  username_key: string
  /** CPF or CNPJ without punctuation, unique. */
  document_number: string | null
  phone: string | null
  /** A PHC string of argon2id. */
  password_hash: string
  role: Role
  limit_kind: Defaulted<'default' | 'own' | 'none'>
  /** Units a month; set exactly when `limit_kind` is `own`. */
  monthly_limit: Units | null
  is_disabled: Defaulted<boolean>
  created_at: Date
}

/** A family of refresh tokens: one log-in and all that was refreshed from it. */
export interface SessionTable {
  id: SessionId
  account_id: AccountId
  scopes: Scope[]
  user_agent: string | null
  created_at: Date
  last_used_at: Date
  expires_at: Date
}

/** One refresh token that was given out; only the newest of a family is good. */
export interface RefreshTokenTable {
  /** SHA-256 of the token. */
  token_hash: Uint8Array
  session_id: SessionId
  rotated_at: Date | null
  /** What, with the token itself, makes the one that followed it. */
  child_nonce: Uint8Array | null
}

/** A credential for programs. */
export interface ApiKeyTable {
  id: KeyId
  account_id: AccountId
  name: string
  /** The first characters of the key, by which a person knows it again. */
  prefix: string
  /** SHA-256 of the whole key. */
  key_hash: Uint8Array
  /** SHA-256 of the key's second form, which keys made before there was one do not have. */
  compat_hash: Uint8Array | null
  over_quota: Defaulted<OverQuota>
  scopes: Scope[]
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
}

/** Wrong passwords of late, by a hash of whom they concern. */
export interface LogInFailureTable {
  subject: Uint8Array
  failures: number
  until: Date
}

/** One trained classifier, kept so that every decision can be explained later. */
export interface ModelTable {
  version: ModelVersion
  origin: 'file' | 'trained'
  bytes: Uint8Array
  created_at: Date
}

/** Units of one account in one month: the number that is never over the limit. */
export interface UsageTable {
  account_id: AccountId
  /** `YYYY-MM` in the quota's time zone. */
  month: string
  used: Units
  /** Decisions by day of the month, 31 numbers. */
  ham: number[]
  spam: number[]
}

/** One text judged once: the receipt. */
export interface DecisionTable {
  id: DecisionId
  account_id: AccountId
  created_at: Date
  is_spam: boolean
  verdict: Verdict
  spam_probability: number
  model_version: ModelVersion
  source: string | null
  text: string | null
  site: Defaulted<string | null>
  /** SHA-256 of the text, of decisions whose caller will name them by nothing else. */
  text_digest: Defaulted<Uint8Array | null>
}

/** Decisions of one account in one month by the site that their texts were sent to. */
export interface SiteUsageTable {
  account_id: AccountId
  /** `YYYY-MM` in the quota's time zone. */
  month: string
  site: string
  ham: number
  spam: number
}

/** What a caller said of a text: a row is never changed but for the moment at which it ended. */
export interface ReportTable {
  id: ReportId
  account_id: AccountId
  /** The decision that is corrected or confirmed, unless the text was never judged. */
  decision_id: DecisionId | null
  /** SHA-256 of a text that was never judged, and the text. */
  text_digest: Uint8Array | null
  text: string | null
  /** What the decision said; set exactly where there is one. */
  was_spam: boolean | null
  is_spam: boolean
  note: string | null
  source: string | null
  site: string | null
  created_at: Date
  /** When it was withdrawn, or another one took its place. */
  ended_at: Date | null
}

/** What was answered under an `Idempotency-Key`, for 24 hours. */
export interface IdempotencyTable {
  account_id: AccountId
  key_hash: Uint8Array
  request_hash: Uint8Array
  decision_ids: DecisionId[]
  used: Units
  monthly_limit: Units | null
  month: string
  created_at: Date
}
