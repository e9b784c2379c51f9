import { stringify } from 'csv-stringify/sync'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { unitsLeft } from '../../domain/quota.ts'
import { type SiteBrowsing, type SitePage, showSites } from '../../usecases/show-sites.ts'
import {
  type MonthCounts,
  secondsSaved,
  shareRight,
  showStatistics,
  sumOf,
} from '../../usecases/show-statistics.ts'
import { showOwnUsage, type UsageByDay } from '../../usecases/show-usage.ts'
import { admitCallers, callerOf } from '../authenticate.ts'
import { MONTH_PATTERN } from '../schemas.ts'
import { type AkismetForm, formOf } from './akismet-form.ts'
import { identifyBy } from './akismet-key.ts'
import { alertOwner, refuseField, sendText } from './akismet-refusals.ts'
import type { DialectDeps } from './dialect.ts'

const GET_OR_POST = ['GET', 'POST']

/** What a key is, what it has used, and where. */
export function accountRoutes(deps: DialectDeps) {
  return async (app: FastifyInstance) => {
    admitCallers(app, identifyBy(deps, 'key'), { at: 'preHandler', scope: 'spam_ml' })
    app.post('/verify-key', (_request, reply) => sendText(reply, 'valid'))
    // A site leaves. Others may use the same key: whoever wants to end it revokes it.
    app.post('/deactivate', (_request, reply) => sendText(reply, 'deactivated'))
    app.post('/get-subscription', async (request) => {
      const caller = callerOf(request)
      return subscriptionReply(caller.accountId, await showOwnUsage(deps, caller))
    })
    app.route({
      method: GET_OR_POST,
      url: '/usage-limit',
      handler: async (request) => {
        const usage = usageReply(await showOwnUsage(deps, callerOf(request)))
        const { extended = '' } = formOf(request)
        return ['1', 'true'].includes(extended) ? { ...usage, ...noticeOf(usage) } : usage
      },
    })
    app.route({
      method: GET_OR_POST,
      url: '/key-sites',
      handler: async (request, reply) => {
        const form = formOf(request)
        const wanted = browsingOf(form)
        const page = await showSites(deps, callerOf(request), wanted)
        if (form.format !== 'csv') return sitesReply(page, wanted)
        return reply.type('text/csv; charset=utf-8').send(sitesCsv(page, wanted))
      },
    })
    app.post('/get-stats', async (request, reply) => {
      // WordPress forgets its alert with any answer to this that has none. Not so with verify-key:
      // @cedx/akismet takes a key for invalid that comes with an alert.
      const { used, limit, period } = await showOwnUsage(deps, callerOf(request))
      if (limit !== undefined && used >= limit) alertOwner(reply, { used, limit, period })
      return statisticsOf(deps, request)
    })
    // The same for the PHP SDK.
    app.post('/get-key-stats', (request) => statisticsOf(deps, request))
  }
}

async function statisticsOf(deps: DialectDeps, request: FastifyRequest) {
  const from = formOf(request).from || '6-months'
  const count = MONTHS_OF.get(from) ?? refuseField('from', 'not-one-of')
  return statisticsReply(await showStatistics(deps, callerOf(request), count))
}

/** Months of each span that clients ask for; days are not told apart. */
const MONTHS_OF: ReadonlyMap<string, number> = new Map([
  ['60-days', 3],
  ['6-months', 6],
  ['year', 12],
  ['all', Number.POSITIVE_INFINITY],
])

/** An account as a subscription that never ends. */
function subscriptionReply(accountId: string, usage: UsageByDay) {
  return {
    // A number is expected: the last 48 bits of the id, which are random.
    account_id: Number.parseInt(accountId.slice(-12), 16),
    account_type: 'self-hosted',
    account_name: 'Self-hosted',
    status: 'active',
    next_billing_date: false,
    limit_reached: unitsLeft(usage) === 0,
  }
}

function usageReply(usage: UsageByDay) {
  const { used, limit } = usage
  const left = unitsLeft(usage)
  const share = limit === undefined || limit === 0 ? Number(left === 0) : used / limit
  return {
    limit: limit ?? 'none',
    usage: used,
    percentage: (share * 100).toFixed(2),
    throttled: left === 0,
  }
}

/** The same notice as code 10508 gives, and no larger plan to recommend. */
function noticeOf({ throttled }: { readonly throttled: boolean }) {
  return { notice_level: throttled ? 'NOTICE_THIRD_MONTH_OVER_LIMIT' : 0, upgrade: false }
}

const ORDERS: ReadonlyMap<string, SiteBrowsing['order']> = new Map([
  ['total', 'total'],
  ['spam', 'spam'],
  ['ham', 'ham'],
  ['missed_spam', 'missedSpam'],
  ['false_positives', 'falsePositives'],
])

/** Which sites a form asks for. @throws {DomainError} `invalid-request`. */
function browsingOf(form: AkismetForm): SiteBrowsing {
  const { month, filter = '', order = 'total' } = form
  if (month && !new RegExp(MONTH_PATTERN, 'u').test(month)) refuseField('month', 'malformed')
  return {
    month: month || undefined,
    filter,
    order: ORDERS.get(order) ?? refuseField('order', 'not-one-of'),
    limit: countOf(form, 'limit', 500),
    offset: countOf(form, 'offset', 0),
  }
}

function countOf(form: AkismetForm, field: 'limit' | 'offset', byDefault: number): number {
  const text = form[field] || String(byDefault)
  return /^[0-9]{1,9}$/u.test(text) ? Number(text) : refuseField(field, 'malformed')
}

function sitesReply({ month, sites, total }: SitePage, { limit, offset }: SiteBrowsing) {
  const rows = sites.map((one) => ({
    site: one.site,
    api_calls: String(one.total),
    spam: String(one.spam),
    ham: String(one.ham),
    missed_spam: String(one.missedSpam),
    false_positives: String(one.falsePositives),
    is_revoked: false,
  }))
  return { [month]: rows, limit, offset, total }
}

const COLUMNS = [
  ...['Site', 'Total API Calls', 'Spam', 'Ham', 'Missed Spam', 'False Positives', 'Is Revoked'],
]

/** Akismet's first line names the key, too: a secret has no place in a file that is handed on. */
function sitesCsv({ month, sites, total }: SitePage, { limit, offset }: SiteBrowsing): string {
  const rows = sites.map((one) => [
    ...[one.site, one.total, one.spam, one.ham, one.missedSpam, one.falsePositives, 'false'],
  ])
  const head = `Active sites during ${month} (limit:${limit}, offset: ${offset}, total: ${total})`
  return `${head}\n${stringify([COLUMNS, ...rows], { escape_formulas: true })}`
}

function statisticsReply(months: readonly MonthCounts[]) {
  const all = sumOf(months)
  return {
    spam: all.spam,
    ham: all.ham,
    missed_spam: all.missedSpam,
    false_positives: all.falsePositives,
    accuracy: (shareRight(all) * 100).toFixed(2),
    time_saved: secondsSaved(all),
    breakdown: Object.fromEntries(months.map((one) => [one.month, monthReply(one)])),
  }
}

function monthReply(one: MonthCounts) {
  return {
    spam: String(one.spam),
    ham: String(one.ham),
    missed_spam: String(one.missedSpam),
    false_positives: String(one.falsePositives),
    blogs: String(one.sites),
    da: `${one.month}-01`,
  }
}
