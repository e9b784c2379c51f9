/** What the traffic screen says. */
export const texts = {
  intro:
    'The last hour, counted by the server that answers you, in all its processes. Other servers on the same database count for themselves; a restart begins anew.',
  live: 'Refresh every {{seconds}} seconds',
  asOf: 'As of {{time}}',
  requests: 'Requests',
  texts: 'Texts judged',
  notAnswered: 'Refused or failed',
  answered: 'Answered',
  refused: 'Refused (4xx)',
  limited: 'Limit reached (429)',
  failed: 'Failed (5xx)',
  p50: 'Latency p50',
  p99: 'Latency p99',
  minute: 'Minute',
  requestsChart: 'Requests each minute',
  requestsNote: 'The last minute is still running.',
  latencyChart: 'Latency each minute',
  latencyNote:
    'What half of the answers (p50) and 99 of 100 (p99) did not exceed; up to 9% too high, never too low.',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly traffic: typeof texts
  }
}
