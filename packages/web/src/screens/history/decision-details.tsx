import type { Explanation, LogOdds } from '@hamlet/classifier'
import { Code, Group, Stack, Text } from '@mantine/core'
import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ColouredText } from '../../shared/coloured-text.tsx'
import { Copy } from '../../shared/copy.tsx'
import { Probability } from '../../shared/probability.tsx'
import { ReasonsTable } from '../../shared/reasons-table.tsx'
import { segmentsOf } from '../../shared/segments.ts'
import { VerdictBadge } from '../../shared/verdict-badge.tsx'
import type { useDecision } from './use-decisions.ts'
import { useTimes } from './use-times.ts'

/** A decision with its reasons. */
export type Decision = NonNullable<ReturnType<typeof useDecision>['data']>

/** What was decided, about which text, why, when, and by which model. */
export function DecisionDetails(decision: Decision) {
  const { t } = useTranslation('history')
  const { verdict, spam_probability, decision_id, model_version, source } = decision
  const time = useTimes()
  return (
    <Stack>
      <Group>
        <VerdictBadge verdict={verdict} />
        <Probability value={spam_probability} />
      </Group>
      <Why {...decision} />
      <Fact name={t('id')}>
        <Code>{decision_id}</Code>
        <Copy label={t('copy')} value={decision_id} />
      </Fact>
      <Fact name={t('model')}>
        <Code>{model_version}</Code>
      </Fact>
      <Fact name={t('time')}>
        <Text size="sm">{time(decision.created_at)}</Text>
      </Fact>
      {source !== null && (
        <Fact name={t('source')}>
          <SourceWord source={source} />
        </Fact>
      )}
    </Stack>
  )
}

/** By the words of the playground, which asks for it; one of a later server stands as it is. */
function SourceWord({ source }: { source: string }) {
  const { t } = useTranslation('playground')
  return <Text size="sm">{String(t(`sources.${source}` as never, { defaultValue: source }))}</Text>
}

function Why({ text, bias, reasons }: Decision) {
  const { t } = useTranslation('history')
  const explanation = useMemo(() => explanationOf(bias, reasons), [bias, reasons])
  const segments = useMemo(
    () => segmentsOf(text ?? '', explanation ?? NO_REASONS),
    [text, explanation],
  )
  if (text === null) return <Text size="sm">{t('noTextNoReasons')}</Text>
  return (
    <>
      <ColouredText segments={segments} />
      {explanation ? (
        <ReasonsTable explanation={explanation} />
      ) : (
        <Text size="sm">{t('modelGone')}</Text>
      )}
    </>
  )
}

const NO_REASONS: Explanation = { bias: 0 as LogOdds, logit: 0 as LogOdds, reasons: [] }

/** As the classifier has it: the API's numbers are its log-odds. */
function explanationOf(
  bias: Decision['bias'],
  reasons: Decision['reasons'],
): Explanation | undefined {
  if (bias === null || reasons === null) return undefined
  const own = reasons.map((one) => ({ ...one, contribution: one.contribution as LogOdds }))
  const logit = own.reduce((sum, { contribution }) => sum + contribution, bias)
  return { bias: bias as LogOdds, logit: logit as LogOdds, reasons: own }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {name}
      </Text>
      {children}
    </Group>
  )
}
