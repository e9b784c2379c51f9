/** What the accounts screen says. */
export const texts = {
  search: 'Search',
  searchHint: 'Part of a username, an e-mail address or a name',
  nobody: 'Nobody has registered yet.',
  nobodyFound: 'No account has that in its name or address.',
  total_one: '{{count, number}} account',
  total_other: '{{count, number}} accounts',
  pages: 'Pages',
  page: 'Page {{number}}',
  previous: 'Page before',
  next: 'Next page',
  account: 'Account',
  limit: 'Monthly limit',
  since: 'Registered',
  change: 'Change',
  changeOf: 'Change {{username}}',
  byDefault: 'by default',
  disabled: 'Disabled',
  usedAndLimit: 'Used / limit',
  usage: 'Usage of this month',
  usedOf: '{{used}} of {{limit}} units used this month',
  usedUnlimited: '{{used}} units used this month, without a limit',
  judged: '{{ham}} ham and {{spam}} spam',
  resetsAt: 'The count begins anew on {{day}} ({{zone}}).',
  close: 'Close',
  fullName: 'Full name',
  email: 'E-mail',
  document: 'CPF or CNPJ',
  phone: 'Phone',
  id: 'Id',
  yourself:
    'This is your own account. What you take from it, only another administrator can give back.',
  role: 'Role',
  roles: { user: 'User', admin: 'Administrator' },
  roleHints: {
    user: 'Has texts judged, and sees its own account.',
    admin: 'Sees and changes every account, the model and the traffic.',
  },
  kinds: {
    default: 'Default, the same as everybody',
    own: 'A number of its own',
    none: 'No limit',
  },
  units: 'Units a month',
  unitsWanted: 'A whole number from 0 to 2,000,000,000, please.',
  save: 'Save',
  saved: '{{username}} was changed',
  standing: 'Standing',
  enabledHint:
    'Disabling ends every session at once; neither password nor keys let anybody in. Nothing is deleted, and it can be undone.',
  disabledHint: 'This account is disabled: neither password nor keys let anybody in.',
  disable: 'Disable',
  disableNow: 'Yes, disable {{username}}',
  cancel: 'Cancel',
  enable: 'Enable again',
  nowDisabled: '{{username}} was disabled',
  nowEnabled: '{{username}} was enabled again',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly accounts: typeof texts
  }
}
