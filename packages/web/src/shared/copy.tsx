import { Button, Text } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'

/** Copies a text, and says whether it could: outside TLS and this machine no page may. */
export function Copy({ value, label }: { value: string; label: string }) {
  const { t } = useTranslation('shared')
  const { copy, copied, error } = useClipboard()
  return (
    <>
      <Button size="xs" variant="default" onClick={() => copy(value)}>
        {copied ? t('copied') : label}
      </Button>
      {error !== null && (
        <Text size="sm" role="alert">
          {t('notCopied')}
        </Text>
      )}
    </>
  )
}
