import { Loader, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** So long nobody types before the server is asked. */
const PAUSE_MS = 300

interface SearchFieldProps {
  readonly query: string
  readonly onChanged: (query: string) => void
  readonly isBusy: boolean
}

/** Searches while somebody types, whenever they pause. */
export function SearchField({ query, onChanged, isBusy }: SearchFieldProps) {
  const { t } = useTranslation('accounts')
  const [typed, setTyped] = useState(query)
  const search = useDebouncedCallback(onChanged, PAUSE_MS)
  const [known, setKnown] = useState(query)
  if (query !== known) {
    setKnown(query)
    // Not what was typed here: a link, or the way back, has led to another search.
    if (query !== typed.trim()) setTyped(query)
  }
  return (
    <TextInput
      type="search"
      label={t('search')}
      description={t('searchHint')}
      maw={420}
      maxLength={200}
      value={typed}
      rightSection={isBusy ? <Loader size="xs" aria-hidden /> : undefined}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        search(value.trim())
      }}
    />
  )
}
