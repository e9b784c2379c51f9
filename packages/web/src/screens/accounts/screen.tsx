import { Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'wouter'
import { QueryView } from '../../shared/query-view.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { useAccounts } from './accounts.ts'
import { AccountsPager } from './accounts-pager.tsx'
import { AccountsTable } from './accounts-table.tsx'
import { lastPageBefore, paramsOf, readShown, type Shown } from './address.ts'
import { SearchField } from './search-field.tsx'

/** Finds accounts, and opens the one that is to be changed. */
export function Screen() {
  const { t } = useTranslation('accounts')
  const [params, setParams] = useSearchParams()
  const [openId, setOpenId] = useState<string>()
  const shown = readShown(params)
  const show = (next: Shown) => setParams(paramsOf(next), { replace: next.page === shown.page })
  const accounts = useAccounts(shown)
  const last = accounts.isPlaceholderData ? undefined : lastPageBefore(shown, accounts.data?.total)
  useEffect(() => {
    if (last !== undefined)
      setParams(paramsOf({ query: shown.query, page: last }), { replace: true })
  }, [last, setParams, shown.query])
  const open = accounts.data?.items.find(({ id }) => id === openId)
  return (
    <Stack>
      <SearchField
        query={shown.query}
        onChanged={(query) => show({ query, page: 1 })}
        isBusy={accounts.isPlaceholderData}
      />
      <QueryView
        query={accounts}
        isEmpty={({ total }) => total === 0}
        empty={t(shown.query === '' ? 'nobody' : 'nobodyFound')}
      >
        {({ items, total }) => (
          <>
            <AccountsTable items={items} onChosen={setOpenId} />
            <AccountsPager
              page={shown.page}
              total={total}
              onChosen={(page) => show({ ...shown, page })}
            />
          </>
        )}
      </QueryView>
      <AccountDrawer account={open} onClose={() => setOpenId(undefined)} />
    </Stack>
  )
}
