import { Group, Pagination, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { pagesOf } from './address.ts'

interface AccountsPagerProps {
  readonly page: number
  readonly total: number
  readonly onChosen: (page: number) => void
}

/** How many accounts there are, and the way through their pages. */
export function AccountsPager({ page, total, onChosen }: AccountsPagerProps) {
  const { t } = useTranslation('accounts')
  const pages = pagesOf(total)
  return (
    <Group justify="space-between">
      <Text size="sm" role="status">
        {t('total', { count: total })}
      </Text>
      {pages > 1 && (
        <nav aria-label={t('pages')}>
          <Pagination
            total={pages}
            value={page}
            onChange={onChosen}
            siblings={1}
            size="sm"
            getItemProps={(number) => ({ 'aria-label': t('page', { number }) })}
            getControlProps={(control) =>
              control === 'previous' || control === 'next' ? { 'aria-label': t(control) } : {}
            }
          />
        </nav>
      )}
    </Group>
  )
}
