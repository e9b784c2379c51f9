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
  makeKey: 'Make the key',
  faults: {
    name: 'Give it a name, please.',
    scopes: 'A key that may do nothing is of no use.',
    day: 'Choose today or a later day, please.',
  },
  newKey: 'Your new key “{{name}}”',
  once: 'Copy it now.',
  onceHint: 'This is the only time that it is shown. Keep it as you would keep a password.',
  copyKey: 'Copy the key',
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
  revoke: 'Revoke',
  revokeTitle: 'Revoke “{{name}}”?',
  revokeWarning: 'Programs that use it will be refused from now on. This cannot be undone.',
  cancel: 'Cancel',
  revokeForGood: 'Revoke for good',
  revoked: 'The key “{{name}}” is revoked.',
  howToUse: 'How to use a key',
  howToUseHint: 'Put your key in the place of YOUR_KEY.',
  placeholder: 'YOUR_KEY',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly keys: typeof texts
  }
}
