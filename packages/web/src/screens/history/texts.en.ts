/** What the history says. */
export const texts = {
  search: 'Search in the messages',
  label: 'Label',
  labels: { all: 'All', ham: 'Ham', spam: 'Spam' },
  from: 'From',
  to: 'To',
  faults: { day: 'A year has four digits.', reversed: 'This is before the first day.' },
  zone: 'Days and times are those of the time zone {{zone}}.',
  text: 'Message',
  verdict: 'Verdict',
  time: 'When',
  notKept: 'The message was not kept',
  older: 'Show older ones',
  notSoFar: 'Nothing found among the newest ones. Look further?',
  nothingFound: 'No decision is like that.',
  clear: 'Show all decisions',
  nothingYet: 'Nothing was decided for you yet.',
  toPlayground: 'Try a message in the playground',
  decision: 'Decision',
  id: 'Id',
  copy: 'Copy',
  model: 'Model',
  source: 'Where it came from',
  noTextNoReasons:
    'This server does not keep messages, and without the message its reasons cannot be told.',
  modelGone: 'The model that decided is gone, and with it the reasons.',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly history: typeof texts
  }
}
