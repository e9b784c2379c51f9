import { Button, Paper, Progress, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Champion } from './champion.ts'
import classes from './model.module.css'

type Pieces = NonNullable<Champion['pieces']>
type Piece = Pieces['towards_spam'][number]

/** Rows shown at first. */
const FEW = 15

/** Which pieces of texts weigh most, towards spam and towards ham. */
export function HeaviestPieces({ pieces }: { pieces: Pieces }) {
  const { t } = useTranslation('model')
  const [isWhole, { toggle }] = useDisclosure(false)
  const { towards_spam: spam, towards_ham: ham } = pieces
  const most = isWhole ? Infinity : FEW
  return (
    <Paper withBorder p="md" component="section" aria-label={t('pieces')}>
      <Stack gap="sm">
        <Text fw={600}>{t('pieces')}</Text>
        <Text size="sm" c="dimmed">
          {t('piecesNote')}
        </Text>
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <PiecesTable title={t('towardsSpam')} pieces={spam.slice(0, most)} color="red.7" />
          <PiecesTable title={t('towardsHam')} pieces={ham.slice(0, most)} color="green.8" />
        </SimpleGrid>
        {Math.max(spam.length, ham.length) > FEW && (
          <Button variant="default" onClick={toggle} aria-expanded={isWhole} w="fit-content">
            {t(isWhole ? 'fewer' : 'all')}
          </Button>
        )}
      </Stack>
    </Paper>
  )
}

interface PiecesTableProps {
  readonly title: string
  readonly pieces: readonly Piece[]
  readonly color: string
}

function PiecesTable({ title, pieces, color }: PiecesTableProps) {
  const { t } = useTranslation('model')
  const heaviest = Math.abs(pieces[0]?.contribution ?? 1)
  return (
    <Table captionSide="top" layout="fixed" verticalSpacing={4}>
      <Table.Caption>{title}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('piece')}</Table.Th>
          <Table.Th scope="col">{t('logOdds')}</Table.Th>
          <Table.Th scope="col" ta="right" w={96}>
            {t('inTexts')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {pieces.map((piece) => (
          <PieceRow key={piece.piece} piece={piece} heaviest={heaviest} color={color} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface PieceRowProps {
  readonly piece: Piece
  readonly heaviest: number
  readonly color: string
}

function PieceRow({ piece, heaviest, color }: PieceRowProps) {
  const { number, signed } = useFormats()
  const { contribution, ham, spam } = piece
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} className={classes['long'] ?? ''}>
        {piece.piece}
      </Table.Th>
      <Table.Td>
        {signed(contribution)}
        <Progress
          value={(100 * Math.abs(contribution)) / heaviest}
          color={color}
          size="sm"
          aria-hidden="true"
        />
      </Table.Td>
      <Table.Td ta="right">
        {number(ham)} / {number(spam)}
      </Table.Td>
    </Table.Tr>
  )
}
