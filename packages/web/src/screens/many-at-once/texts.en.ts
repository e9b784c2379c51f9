/** What the screen for whole files says. */
export const texts = {
  intro:
    'Judge a whole file at once. It is read and judged in your browser: nothing is sent anywhere, and it costs nothing.',
  drop: 'Drop a file here, or choose one',
  choose: 'Choose a file',
  file: 'File to judge',
  formats:
    'CSV (also separated by semicolons or tabs), NDJSON (one JSON object per line) or plain text (one message per line); up to 100 MB.',
  faultTitle: 'Something is wrong with this file {{name}}',
  faults: {
    binary:
      'This is not a text file. A spreadsheet can be exported as CSV, and that can be judged.',
    empty: 'There is nothing in it.',
    'json-array':
      'It holds one JSON list. Write one object per line instead (NDJSON), without brackets and commas around them.',
    'no-worker': 'The part of the page that reads files could not be loaded. Load the page anew.',
    'not-ndjson': 'Its first line is not a JSON object.',
    'quote-open':
      'A quotation mark is opened in row {{row}} and never closed. Close it, or double it where it belongs to the text.',
    'row-too-long': 'Row {{row}} does not end. Is it really a file of rows?',
    'too-large': 'It is larger than 100 MB. Split it into parts.',
    'too-many-rows': 'It has more than {{row}} rows. Split it into parts.',
    unreadable: 'The browser can no longer read it. Was it changed or moved? Choose it again.',
  },
  kinds: { csv: 'CSV', ndjson: 'NDJSON', text: 'One message per line' },
  column: 'Column {{number}}',
  textColumn: 'Column with the messages',
  hasHeader: 'The first row names the columns',
  preview: 'The first rows',
  judge: 'Judge the messages',
  another: 'Another file',
  judging: 'Judging {{name}}',
  progress: 'How much of the file is judged',
  rowsSoFar: 'rows: {{rows}}',
  rate: '{{rate}} per second',
  timeLeft: '{{time}} left',
  stop: 'Stop',
  stopped: 'Stopped. Rows judged of {{name}}: {{rows}}',
  done: 'Rows judged of {{name}}: {{rows}}, in {{time}}',
  untilThere: 'Rows judged up to there: {{rows}}',
  histogram: 'How sure the model is',
  histogramHint:
    'Rows by spam probability, on a scale of square roots, so that a few are seen beside many.',
  notJudged: 'Not judged',
  save: 'Save the result as CSV',
  saveHint:
    'Your columns, and after them probability, label and verdict. Cells that begin with = + - or @ get an apostrophe in front, so that no spreadsheet runs them. Rows without a message, or that could not be read, are not judged.',
  rows: 'Rows',
  found: 'Rows found: {{rows}}',
  nothingFound: 'No row is like that.',
  search: 'Search in the messages',
  verdict: 'Verdict',
  all: 'All',
  row: 'Row',
  text: 'Message',
  probability: 'Probability',
  recorded: 'Recorded: see the decision',
  page: 'Page {{number}}',
  pages: {
    first: 'First page',
    last: 'Last page',
    next: 'Next page',
    previous: 'Previous page',
  },
  record: {
    title: 'Record as decisions',
    intro:
      'Have the server decide each row and keep it in your history, with an id and its reasons. The messages are sent to it, and each takes a unit of your month.',
    signIn: 'That takes an account. What was judged stays here while you log in.',
    logIn: 'Log in',
    costs: 'Units that this costs: {{units}}',
    month: 'You have {{left}} of {{limit}} left, until {{date}}.',
    noLimit: 'Your account has no limit.',
    tooFew: 'Rows that will find no unit: {{rows}}',
    rows: 'Record rows: {{rows}}',
    firstRows: 'Record only the first rows: {{rows}}',
    progress: 'How many rows are recorded',
    soFar: 'Recorded: {{rows}} of {{of}}',
    recorded: 'Rows recorded: {{rows}}',
    refused:
      'Rows that the server did not take, too long for it, or with characters that cannot be stored: {{rows}}',
    left: 'Rows left: {{rows}}, from row {{from}} on',
    saveLeft: 'Save the rows that are left',
    ends: {
      all: 'Everything is recorded',
      quota: "This month's units are used up",
      stopped: 'Stopped',
      refused: 'It could not go on',
    },
  },
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly 'many-at-once': typeof texts
  }
}
