import type { Source } from '@hamlet/classifier'
import { answerOf } from '@hamlet/client'
import { Anchor, Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { forgetAfterDecisions } from '../../queries.ts'
import { api } from '../../session/client.ts'
import { useSessionState } from '../../session/use-session.ts'
import { Copy } from '../../shared/copy.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'

/** A text for which the server was asked in vain, and what it said. */
export interface RefusedText {
  readonly text: string
  readonly error: unknown
}

interface Asked {
  readonly text: string
  readonly source: Source | undefined
  /** Told of a refusal, so that what is wrong with the text can be said beside it. */
  readonly onRefused: (refused: RefusedText) => void
}

/** Has the server decide, for whoever is signed in; tells others how to become one of them. */
export function OfficialDecision(asked: Asked) {
  const { t } = useTranslation('playground')
  if (useSessionState() === 'signed-in') {
    // What was decided is about that text, and goes with it.
    return <Decide key={`${asked.source} ${asked.text}`} {...asked} />
  }
  return (
    <Text size="sm">
      {t('signInHint')}{' '}
      <Anchor component={Link} href="/log-in" underline="always">
        {t('logIn')}
      </Anchor>
      {' · '}
      <Anchor component={Link} href="/sign-up" underline="always">
        {t('signUp')}
      </Anchor>
    </Text>
  )
}

function Decide({ text, source, onRefused }: Asked) {
  const { t } = useTranslation('playground')
  const decide = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/v1/classify', { body: { text, ...(source && { source }) } })),
    onError: (error) => onRefused({ text, error }),
    onSettled: forgetAfterDecisions,
    meta: { isShown: true },
  })
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        loading={decide.isPending}
        disabled={decide.isSuccess}
        onClick={() => decide.mutate()}
      >
        {t('official')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('officialHint')}
      </Text>
      {decide.isError && <RefusalAlert error={decide.error} />}
      {decide.data && <Decided {...decide.data} />}
    </Stack>
  )
}

type Decision = Awaited<ReturnType<typeof answerOf<DecisionBody>>>

interface DecisionBody {
  readonly decision_id: string
  readonly verdict: 'ham' | 'review' | 'spam' | 'discard'
  readonly model_version: string
  readonly usage: { readonly remaining: number | null }
}

function Decided({ decision_id, verdict, model_version, usage }: Decision) {
  const { t } = useTranslation('playground')
  const shared = useTranslation('shared')
  return (
    <Paper withBorder p="md" role="status">
      <Stack gap="xs">
        <Text fw={600}>
          {t('decided')}: {shared.t(`verdicts.${verdict}`)}
        </Text>
        <Group gap="xs">
          <Text size="sm">{t('decisionId')}</Text>
          <Code>{decision_id}</Code>
          <Copy value={decision_id} label={t('copy')} />
        </Group>
        <Text size="sm">
          {t('modelVersion')} <Code>{model_version}</Code>
        </Text>
        {usage.remaining !== null && <Text size="sm">{t('left', { count: usage.remaining })}</Text>}
      </Stack>
    </Paper>
  )
}
