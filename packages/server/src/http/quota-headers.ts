import type { FastifyReply } from 'fastify'
import { secondsLeft, secondsOf, type Usage, unitsLeft } from '../domain/quota.ts'

/**
 * Says how much is left, on every metered answer; an account without a limit has no monthly policy.
 *
 * Source: draft-ietf-httpapi-ratelimit-headers-10, sections 3 and 4.
 */
export function sendQuotaHeaders(
  reply: FastifyReply,
  usage: Usage,
  { now, burst }: { readonly now: Date; readonly burst: number },
): void {
  const burstPolicy = `"burst";q=${burst};w=1`
  const left = unitsLeft(usage)
  if (left === undefined) {
    reply.header('ratelimit-policy', burstPolicy)
    return
  }
  const { limit, period } = usage
  reply.header('ratelimit-policy', `"monthly";q=${limit};w=${secondsOf(period)}, ${burstPolicy}`)
  reply.header('ratelimit', `"monthly";r=${left};t=${secondsLeft(period, now)}`)
}
