/** What the screen of keys says. */
export const texts = {
  intro: 'With a key your own programs ask Hamlet, under your account and its quota.',
  make: 'Make a key',
  name: 'Name',
  nameHint: 'What it is for, so that you know it again',
  scopes: 'It may',
  scopeNames: {
    spam_ml: 'Classify',
    reports: 'Report',
    account: 'Account',
    admin: 'Administer',
  },
  scopeHints: {
    spam_ml: 'Judge texts, and read your decisions and usage',
    reports: 'Correct decisions',
    account: 'Read and change your account, its sessions and keys',
    admin: 'Read and change every account',
  },
  expiry: 'It expires',
  lives: {
    month: 'in 30 days',
    quarter: 'in 90 days',
    year: 'in a year',
    never: 'never',
    day: 'after a day of your choice',
  },
  lastDay: 'Last day on which it works',
  overQuota: 'When your quota is used up',
  overQuotaHint: 'This is for clients of Akismet; everybody else is refused.',
  overQuotaNames: {
    refuse: 'Refuse',
    undecided: 'Answer neither spam nor ham',
  },
  overQuotaHints: {
    refuse:
      'They are told to come back later (429). WordPress and Discourse keep the comment and check it again.',
    undecided:
      'The comment goes through unchecked, or waits for a moderator. Choose it for Flarum, where a refusal would lose what somebody wrote.',
  },
  makeKey: 'Make the key',
  faults: {
    name: 'Give it a name, please.',
    scopes: 'A key that may do nothing is of no use.',
    day: 'Choose today or a later day, please.',
    dayTooFar: 'That is too far away: choose an earlier day, please.',
  },
  newKey: 'Your new key “{{name}}”',
  once: 'Copy it now.',
  onceHint:
    'This is the only time that it is shown, in two forms. Keep both as you would keep a password.',
  apiKey: 'API key',
  apiKeyUse: 'For your own programs, in the header X-API-Key, or Authorization: Bearer.',
  copyKey: 'Copy the key',
  compatKey: 'Compat key',
  compatKeyUse:
    'For clients of Akismet and Perspective, with {{host}} as their host. It is the same key in the form that they take, and is revoked with it.',
  copyCompatKey: 'Copy the compat key',
  tryIt: 'Try it: the key is in these programs already.',
  languages: 'Languages',
  sample: 'Congratulations, you won a free phone. Claim your prize now!',
  copyCode: 'Copy for {{name}}',
  done: 'I have copied it',
  yourKeys: 'Your keys',
  noKeys: 'You have no key yet. Make one above.',
  made: 'Made {{when}}',
  neverUsed: 'never used',
  lastUsed: 'last used {{when}}',
  neverExpires: 'never expires',
  expires: 'expires {{when}}',
  expired: 'expired {{when}}',
  isUndecided: 'When your quota is used up, clients of Akismet are told neither spam nor ham.',
  revoke: 'Revoke',
  revokeTitle: 'Revoke “{{name}}”?',
  revokeWarning: 'Programs that use it will be refused from now on. This cannot be undone.',
  cancel: 'Cancel',
  revokeForGood: 'Revoke for good',
  revoked: 'The key “{{name}}” is revoked.',
  howToUse: 'How to use a key',
  howToUseHint:
    'Put your key in the place of YOUR_KEY, and your compat key in the place of YOUR_COMPAT_KEY.',
  placeholder: 'YOUR_KEY',
  compatPlaceholder: 'YOUR_COMPAT_KEY',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly keys: typeof texts
  }
}
