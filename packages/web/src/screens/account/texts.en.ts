/** What the account screen says. */
export const texts = {
  profile: 'Profile',
  username: 'Username',
  document: 'CPF or CNPJ',
  role: 'Role',
  roles: { user: 'User', admin: 'Administrator' },
  since: 'Signed up',
  fullName: 'Full name',
  email: 'E-mail',
  phone: 'Phone',
  save: 'Save',
  saved: 'Your profile is saved.',
  password: 'Password',
  passwordHint: 'A new password logs you out everywhere but here.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  changePassword: 'Change password',
  passwordChanged: 'Your password is changed. Every other session has ended.',
  sessions: 'Sessions',
  sessionsHint: 'Where you are logged in. End what you do not recognise, and change your password.',
  noSessions: 'You are logged in nowhere.',
  thisSession: 'this one',
  unknownProgram: 'Unknown program',
  programOn: '{{program}} on {{system}}',
  loggedIn: 'Logged in {{when}}',
  lastUsed: 'last used {{when}}',
  end: 'End',
  ownData: 'Your data',
  ownDataHint:
    'Everything that is stored about you, in one JSON file: profile, sessions, keys, usage and decisions.',
  download: 'Download my data',
  erasure: 'Delete the account',
  erasureHint: 'Erases you and everything that is stored about you. Nobody can bring it back.',
  erase: 'Delete my account',
  eraseTitle: 'Delete your account?',
  eraseWarning:
    'Your profile, sessions, keys and decisions will be gone at once and for good. Programs that use your keys will be refused.',
  yourPassword: 'Your password',
  cancel: 'Cancel',
  eraseForGood: 'Delete for good',
  erased: 'Your account and everything about it is erased.',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly account: typeof texts
  }
}
