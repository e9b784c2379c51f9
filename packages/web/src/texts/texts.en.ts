/** What the shell and every screen say. */
export const texts = {
  skip: 'Skip to content',
  menu: 'Menu',
  navigation: 'Screens',
  language: 'Language',
  toLight: 'Light colours',
  toDark: 'Dark colours',
  logIn: 'Log in',
  logOut: 'Log out',
  loading: 'Loading',
  close: 'Close',
  asTable: 'As a table',
  retry: 'Try again',
  refused: 'That did not work',
  requestId: 'Request id',
  notFound: {
    title: 'Nothing here',
    text: 'There is no such screen, or it is not yours to see.',
  },
  refusals: {
    'account-disabled': 'An administrator has disabled this account.',
    'account-exists':
      'Somebody has registered with this already. Log in, or change what is marked.',
    'account-not-found': 'There is no such account.',
    'bad-request': 'The server could not read the request.',
    'body-too-large': 'That is too much at once. Send less.',
    'database-unavailable': 'The database does not answer just now. Try again in a moment.',
    'decision-not-found': 'There is no such decision.',
    'document-invalid': 'This is not a valid CPF or CNPJ.',
    'idempotency-key-invalid': 'The idempotency key cannot be taken.',
    'idempotency-key-reused': 'This idempotency key stands for another request.',
    'idempotency-key-running': 'The same request is still being answered.',
    internal: 'Something went wrong at the server. Its log tells more under the request id.',
    'invalid-credentials': 'The name or the password is wrong.',
    'invalid-refresh-token': 'Your session has ended. Log in again.',
    'invalid-request': 'Some of what was sent cannot be taken. Look at what is marked.',
    'invalid-scope': 'This right cannot be given.',
    'invalid-token': 'Your session has ended. Log in again.',
    'key-not-found': 'There is no such key.',
    'last-admin': 'This is the last administrator; there must be one.',
    'malformed-body': 'The server could not read what was sent.',
    'missing-scope': 'This account may not do that.',
    overloaded: 'The server has more to do than it can. Try again in a moment.',
    'password-too-short': 'The password is too short.',
    'quota-exhausted': "This month's units are used up.",
    'route-not-found': 'The server does not know this address.',
    'session-header-missing': 'This page may not speak by its cookie. Load it anew.',
    'session-not-found': 'There is no such session.',
    'text-empty': 'A text has at least one character that is not white space.',
    'text-too-long': 'The text is longer than the server takes.',
    'too-many-attempts': 'Too many wrong passwords. Wait some minutes.',
    'too-many-requests': 'That was too fast. Try again in a moment.',
    unreachable: 'The server cannot be reached. Is it running?',
    'unsupported-media-type': 'The server does not read this kind of file.',
    'wrong-password': 'That is not your password.',
  },
}

declare module '../i18n/texts.ts' {
  interface Namespaces {
    readonly shared: typeof texts
  }
}
