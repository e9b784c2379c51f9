import { Refusal } from '@hamlet/client'
import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { OutdatedPage } from './outdated-page.ts'
import { useRefusalWords } from './use-refusal-words.ts'

/** What was refused, in words, with the id under which the server's log tells the rest. */
export function RefusalAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('shared')
  const requestId = error instanceof Refusal ? error.requestId : undefined
  return (
    <Alert color="red" title={t('refused')} role="alert" variant="outline">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{useRefusalWords(error)}</Text>
        {requestId !== undefined && (
          <Group gap="xs">
            <Text size="xs">{t('requestId')}</Text>
            <Code>{requestId}</Code>
          </Group>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t(error instanceof OutdatedPage ? 'reload' : 'retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
