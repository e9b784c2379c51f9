import {
  type Classifier,
  type Example,
  openClassifier,
  removeDuplicates,
  stratifiedFolds,
  type TrainOptions,
  trainModel,
} from '@hamlet/classifier'
import { openRandom } from '../../packages/classifier/src/random.ts'
import type { Attack, AttackKind, Knowledge } from './attack.ts'
import { ATTACKS, HAM_ATTACKS } from './attacks.ts'
import { bestHamWords } from './ham-words.ts'

/** How many words an attacker knows who puts ham words beside a message. */
export const HAM_WORDS = 300
/** Parts a stream of random numbers from that of the next fold. */
const NEXT_STREAM = 0x9e3779b1

/** How texts are dealt and what is trained. */
export interface SuiteOptions {
  /** Passed on to every training. */
  readonly train?: TrainOptions
  /** Parts, each attacked once per repeat on a model trained on the others; default 5. */
  readonly testFolds?: number
  /** Repeats, each with another deal; default 1. */
  readonly repeats?: number
  /** Of the deals and of the attacks; default 1. */
  readonly seed?: number
}

/** Mean and sample standard deviation of a share over all parts and repeats. */
export interface Spread {
  readonly mean: number
  readonly sd: number
}

/** The share of attacked texts that are called spam: of spam the recall, of ham the false positives. */
export interface AttackResult {
  readonly name: string
  readonly kind: AttackKind
  readonly calledSpam: Spread
}

/** What came of every attack. Texts count as called spam from probability 0.5 on. */
export interface SuiteReport {
  /** Distinct texts. */
  readonly ham: number
  readonly spam: number
  readonly duplicates: number
  readonly testFolds: number
  readonly repeats: number
  /** Of texts as they are. */
  readonly accuracy: Spread
  readonly recall: Spread
  readonly fpr: Spread
  readonly onSpam: readonly AttackResult[]
  readonly onHam: readonly AttackResult[]
}

/**
 * Attacks models with texts that they have not seen: exact duplicates out, then stratified parts;
 * whole models are trained on the other parts as they are, and asked about the texts of a part as
 * they are and after each attack.
 *
 * The attacker has seen the training parts (`hamWords`), and takes whole messages from the part
 * under test. The texts and options, with the same seed, give the same report.
 *
 * @throws {TrainingDataError} There are not two distinct examples of each label to train on.
 * @throws {RangeError} An option is out of its range.
 */
export function attackModels(
  examples: readonly Example[],
  options: SuiteOptions = {},
): SuiteReport {
  const { testFolds = 5, repeats = 1, seed = 1 } = options
  const distinct = removeDuplicates(examples)
  const isSpam = distinct.map(({ label }) => Number(label === 'spam'))
  const spam = isSpam.reduce((sum, one) => sum + one, 0)
  const parts = Array.from({ length: repeats }, (_, repeat) => {
    const foldOf = stratifiedFolds(isSpam, testFolds, seed + repeat)
    return Array.from({ length: testFolds }, (__, fold) => {
      const stream = seed + Math.imul(repeat * testFolds + fold, NEXT_STREAM)
      const training = distinct.filter((_one, row) => foldOf[row] !== fold)
      const tested = distinct.filter((_one, row) => foldOf[row] === fold)
      return attackPart(training, tested, stream, options.train)
    })
  }).flat()
  return {
    ham: distinct.length - spam,
    spam,
    duplicates: examples.length - distinct.length,
    testFolds,
    repeats,
    ...summaryOf(parts),
  }
}

/** Shares of one part: of texts as they are, and after each attack, in the order of the tables. */
interface PartShares {
  readonly accuracy: number
  readonly recall: number
  readonly fpr: number
  readonly onSpam: readonly number[]
  readonly onHam: readonly number[]
}

function attackPart(
  training: readonly Example[],
  tested: readonly Example[],
  stream: number,
  options: TrainOptions | undefined,
): PartShares {
  const classifier = openClassifier(trainModel(training, options))
  const spam = tested.filter(({ label }) => label === 'spam')
  const ham = tested.filter(({ label }) => label === 'ham')
  const knowledge: Knowledge = {
    hamWords: bestHamWords(training, HAM_WORDS),
    hamTexts: ham.map(({ text }) => text),
  }
  const after = (texts: readonly Example[]) => (attack: Attack) =>
    spamShare(classifier, attacked(texts, attack, knowledge, stream))
  const recall = spamShare(classifier, spam)
  const fpr = spamShare(classifier, ham)
  return {
    accuracy: (recall * spam.length + (1 - fpr) * ham.length) / tested.length,
    recall,
    fpr,
    onSpam: ATTACKS.map(after(spam)),
    onHam: HAM_ATTACKS.map(after(ham)),
  }
}

/** The texts after an attack, each attack with the same stream of random numbers for the same seed. */
export function attacked(
  examples: readonly Example[],
  attack: Attack,
  knowledge: Knowledge,
  seed: number,
): Example[] {
  const random = openRandom(seed)
  return examples.map((example) => ({
    ...example,
    text: attack.apply(example.text, random, knowledge),
  }))
}

/** The share of texts that are called spam; 0 of none. */
export function spamShare({ classify }: Classifier, examples: readonly Example[]): number {
  const called = examples.filter(({ text, source }) => classify(text, source).label === 'spam')
  return called.length / Math.max(examples.length, 1)
}

function summaryOf(
  parts: readonly PartShares[],
): Pick<SuiteReport, 'accuracy' | 'recall' | 'fpr' | 'onSpam' | 'onHam'> {
  const resultsOf = (attacks: readonly Attack[], table: 'onSpam' | 'onHam'): AttackResult[] =>
    attacks.map(({ name, kind }, i) => {
      return { name, kind, calledSpam: spreadOf(parts.map((part) => part[table][i] ?? 0)) }
    })
  return {
    accuracy: spreadOf(parts.map(({ accuracy }) => accuracy)),
    recall: spreadOf(parts.map(({ recall }) => recall)),
    fpr: spreadOf(parts.map(({ fpr }) => fpr)),
    onSpam: resultsOf(ATTACKS, 'onSpam'),
    onHam: resultsOf(HAM_ATTACKS, 'onHam'),
  }
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0)
  return { mean, sd: Math.sqrt(squares / Math.max(values.length - 1, 1)) }
}
