import type { Row } from '../model/section.ts'
import type { AttackResult, Spread, SuiteReport } from './suite.ts'

/** What must be reached and what sounded impossible, in per cent. */
type Goals = Pick<Row, 'must' | 'dream'>

const NO_GOALS: Goals = { must: '', dream: '' }
/** Of each obfuscation that {@link RECALL_GOALS} does not name. */
const OBFUSCATION_GOALS: Goals = { must: '>= 93', dream: '>= 96' }

const RECALL_GOALS: Readonly<Record<string, Goals>> = {
  'f r e e, every letter': { must: '>= 85', dream: '>= 94' },
  '20 ham words appended': { must: '>= 85', dream: '>= 95' },
  '50 ham words appended': { must: '>= 75', dream: '>= 94' },
}

const FPR_GOALS: Readonly<Record<string, Goals>> = {
  '50 ham words appended': { must: '<= 0.1', dream: '<= 0.1' },
}

/** A report as rows, each beside its goals. Measured is the mean over parts, and their deviation. */
export function rowsOf({ accuracy, recall, fpr, onSpam, onHam }: SuiteReport): Row[] {
  return [
    rowOf('accuracy, no attack', accuracy, { must: '', dream: '>= 99.45' }),
    rowOf('recall, no attack', recall, NO_GOALS),
    ...onSpam.map((result) =>
      rowOf(`recall, ${result.name}`, result.calledSpam, recallGoalsOf(result)),
    ),
    rowOf('fpr, no attack', fpr, NO_GOALS),
    ...onHam.map(({ name, calledSpam }) =>
      rowOf(`fpr, ham + ${name}`, calledSpam, FPR_GOALS[name] ?? NO_GOALS),
    ),
  ]
}

function recallGoalsOf({ name, kind }: AttackResult): Goals {
  return RECALL_GOALS[name] ?? (kind === 'obfuscation' ? OBFUSCATION_GOALS : NO_GOALS)
}

function rowOf(name: string, { mean, sd }: Spread, goals: Goals): Row {
  return { name, measured: `${percent(mean)} sd ${percent(sd)}`, unit: '%', ...goals }
}

function percent(share: number): string {
  return (100 * share).toFixed(2)
}
