/** What the screen of usage says. */
export const texts = {
  thisMonth: 'This month',
  ofLimit: 'of {{limit}}',
  left_one: '{{units}} unit left',
  left_other: '{{units}} units left',
  usedUp: 'All units are used up',
  unlimited: 'units used, without a limit',
  resets: 'New units on {{when}}',
  timeZone: 'Months and days are those of {{zone}}.',
  days: 'Day by day',
  month: 'Month',
  noDays: 'Nothing was decided in this month.',
  chart: 'Decisions by day in {{month}}',
  ham: 'Ham',
  spam: 'Spam',
  day: 'Day',
  months: 'Months so far',
  units: 'Units',
  noMonths: 'You have used no unit yet.',
  earlier: 'Earlier months',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly usage: typeof texts
  }
}
