import type { Account } from '../domain/account.ts'
import { unitsOfLimit } from '../domain/account.ts'
import type { Judgement } from '../domain/decision.ts'
import { type Usage, unitsLeft } from '../domain/quota.ts'
import type { Report } from '../domain/report.ts'
import type { Units } from '../domain/units.ts'
import type { UsageByDay } from '../usecases/show-usage.ts'

/** An account on the wire. */
export function accountReply(account: Account) {
  return {
    id: account.id,
    email: account.email,
    full_name: account.fullName,
    username: account.username,
    document_number: account.documentNumber ?? null,
    phone: account.phone ?? null,
    role: account.role,
    created_at: account.createdAt.toISOString(),
  }
}

/** An account on the wire, with what its owner and administrators may see besides. */
export function ownAccountReply(account: Account, monthlyQuota: Units) {
  return {
    ...accountReply(account),
    monthly_limit: unitsOfLimit(account.monthlyLimit, monthlyQuota) ?? null,
    monthly_limit_kind: account.monthlyLimit.kind,
    disabled: account.isDisabled,
  }
}

/** Usage on the wire. */
export function usageReply(usage: Usage) {
  return {
    used: usage.used,
    limit: usage.limit ?? null,
    remaining: unitsLeft(usage) ?? null,
    resets_at: usage.period.end.toISOString(),
  }
}

/** Usage of one month on the wire. */
export function usageOfMonthReply(usage: UsageByDay) {
  const { period, timeZone, days } = usage
  return { period: period.month, time_zone: timeZone, ...usageReply(usage), days: [...days] }
}

/** A report on the wire. */
export function reportReply(report: Report) {
  return {
    id: report.id,
    decision_id: report.decisionId ?? null,
    decided: report.decided ?? null,
    label: report.label,
    note: report.note ?? null,
    text: report.text ?? null,
    source: report.source ?? null,
    site: report.site ?? null,
    created_at: report.createdAt.toISOString(),
    ended_at: report.endedAt?.toISOString() ?? null,
  }
}

/** A decision on the wire. */
export function decisionReply(decision: Judgement) {
  return {
    decision_id: decision.id,
    label: decision.label,
    verdict: decision.verdict,
    spam_probability: decision.spamProbability,
    model_version: decision.modelVersion,
  }
}
