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
    'many-files': 'One file at a time. Drop them one after the other, or put them into one.',
    'no-worker': 'The part of the page that reads files could not be loaded. Load the page anew.',
    'not-ndjson': 'Its first line is not a JSON object.',
    'quote-open':
      'A quotation mark is opened in row {{row}} and never closed. Close it, or double it where it belongs to the text.',
    'row-too-long': 'Row {{row}} is longer than 4 million characters. Is it really a file of rows?',
    'too-large': 'It is larger than 100 MB. Split it into parts.',
    'too-many-rows': 'It has more than {{row}} rows. Split it into parts.',
    unreadable: 'The browser can no longer read it. Was it changed or moved? Choose it again.',
  },
  kinds: { csv: 'CSV', ndjson: 'NDJSON', text: 'One message per line' },
  column: 'Column {{number}}',
  textColumn: 'Column with the messages',
  hasHeader: 'The first row names the columns',
  preview: 'The first rows',
  onlyHeader:
    'There is nothing to judge: the file has one row, which names the columns. If it is a message itself, say above that it does not name them.',
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
    'Your columns, and after them spam_probability, label and verdict; where you have a column of such a name, ours is called hamlet_label, for example. What has no column of its own stands in the column others, as JSON. Cells that begin with = + - or @ get an apostrophe in front, so that no spreadsheet runs them. Rows without a message, or that could not be read, are not judged.',
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
    leftOut: 'Rows that are left out ({{why}}): {{rows}}.',
    numbers: 'Their numbers: {{numbers}}.',
    firstNumbers: 'The numbers of the first ones: {{numbers}}.',
    leftOutHint:
      'They cost nothing. In the saved CSV the column not_recorded says why, for each of them.',
    rowLeftOut: 'Left out: {{why}}',
    why: {
      'body-too-large': 'a text too large to be sent',
      'not-unicode': 'a text with characters that cannot be stored',
      'too-long': 'a text longer than the {{limit}} characters that the server takes',
      other: 'the server did not take it: {{detail}}',
    },
    unsure:
      'Rows of which it is not known whether they are recorded, as no answer came: {{rows}}. To ask again costs nothing a second time.',
    askAgain: 'Ask again',
    askAndGoOn: 'Ask again, and go on',
    left: 'Rows left: {{rows}}, from row {{from}} on',
    saveLeft: 'Save the rows that are left (NDJSON)',
    ends: {
      all: 'Everything is recorded',
      allOthers: 'Everything else is recorded',
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
