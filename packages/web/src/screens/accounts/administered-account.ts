import type { operations } from '@hamlet/client'

/** An account as administrators see it. */
export type AdministeredAccount =
  operations['getAccount']['responses'][200]['content']['application/json']

/** The same in the list of all, where this month's units stand, too. */
export type ListedAccount =
  operations['listAccounts']['responses'][200]['content']['application/json']['items'][number]
