import { Table, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Probability } from '../../shared/probability.tsx'
import { VerdictBadge } from '../../shared/verdict-badge.tsx'
import classes from './history.module.css'
import { useChosen } from './use-chosen.ts'
import type { ListedDecision } from './use-decisions.ts'
import { useTimes } from './use-times.ts'

/** Decisions, each of which opens when its text is pressed; a phone has verdict and time below the text. */
export function DecisionTable({ items }: { items: readonly ListedDecision[] }) {
  const { t } = useTranslation('history')
  return (
    <div className={classes['room']}>
      <Table layout="fixed" className={classes['list'] ?? ''}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('text')}</Table.Th>
            <Table.Th scope="col" className={classes['verdict'] ?? ''}>
              {t('verdict')}
            </Table.Th>
            <Table.Th scope="col" className={classes['time'] ?? ''}>
              {t('time')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((decision) => (
            <DecisionRow key={decision.decision_id} {...decision} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Characters of a text that are shown in the list. */
const CHARS = 300

function DecisionRow({ decision_id, text, verdict, spam_probability, created_at }: ListedDecision) {
  const { t } = useTranslation('history')
  const [, choose] = useChosen()
  const time = useTimes()
  return (
    <Table.Tr>
      <Table.Td>
        <UnstyledButton className={classes['open'] ?? ''} onClick={() => choose(decision_id)}>
          <Text
            size="sm"
            lineClamp={2}
            className={classes['text'] ?? ''}
            fs={text === null ? 'italic' : undefined}
          >
            {text?.slice(0, CHARS) ?? t('notKept')}
          </Text>
        </UnstyledButton>
      </Table.Td>
      <Table.Td>
        <div className={classes['judged']}>
          <VerdictBadge verdict={verdict} />
          <Probability value={spam_probability} />
        </div>
      </Table.Td>
      <Table.Td>
        <Text size="sm" component="time" dateTime={created_at}>
          {time(created_at)}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
