import { readFile } from 'node:fs/promises'
import {
  decodeModel,
  type Example,
  type LogOdds,
  type Metrics,
  measure,
  openClassifier,
  removeDuplicates,
  type Scored,
  stratifiedFolds,
  trainModel,
} from '@hamlet/classifier'
import type { Judge, Peer } from './peer.ts'
import { bayesPeer, naturalPeer, winkPeer, winkPlainPeer } from './peer-bayes.ts'
import { fastTextPeer, fastTextTunedPeer } from './peer-fasttext.ts'
import { installPeers } from './peer-packages.ts'
import type { Bench, Row, Section } from './section.ts'
import { SHIPPED_MODEL } from './shipped.ts'
import { asFromJson } from './texts.ts'
import { type Contender, leastOf, medianOf, ratioOf, takeTurns } from './turns.ts'

const FOLDS = 5
const TIMED_TEXTS = 200
/** Long enough that a judge does not mostly fetch back what the slow ones pushed out of the cache. */
const TURN_MS = 20
const SHIPPED = "Hamlet's shipped model"
const NO_GOALS = { must: '', dream: '' }
const FASTTEXT_GOALS = { must: '>= 4', dream: '>= 7' }

const hamletPeer: Peer = {
  name: 'Hamlet, default options',
  async train(examples) {
    const { classify } = openClassifier(trainModel(examples))
    return (texts) => texts.map((text) => classify(text).label === 'spam')
  },
}

const PEERS: readonly Peer[] = [
  hamletPeer,
  fastTextPeer,
  fastTextTunedPeer,
  bayesPeer,
  winkPeer,
  winkPlainPeer,
  naturalPeer,
]

/** Hamlet beside other classifiers that a Node program could use, on the same texts and folds. */
export const peersSection: Section = {
  name: 'peers',
  title:
    'other classifiers, trained and tested on the same stratified folds of sms_uci, one thread',
  corpora: ['sms_uci'],
  async measure(bench) {
    const refusal = installPeers()
    if (refusal !== undefined) return [{ name: 'peers', measured: refusal, unit: '', ...NO_GOALS }]
    const folds = foldsOf(removeDuplicates(await bench.corpus('sms_uci')))
    const trials: Trial[] = []
    for (const peer of PEERS)
      trials.push(await trialOf(peer, bench.isQuick ? folds.slice(0, 1) : folds))
    const texts = folds[0]?.test.map(({ text }) => text).slice(0, TIMED_TEXTS) ?? []
    return [
      ...trials.flatMap(qualityRows),
      ...(await speedRows(bench, trials, asFromJson(texts))),
      {
        name: "times scikit-learn's, asked one by one",
        measured: 'not here',
        unit: '',
        must: '>= 40',
        dream: '>= 75',
      },
    ]
  },
}

/** A part to test on, and the rest. */
interface Fold {
  readonly train: readonly Example[]
  readonly test: readonly Example[]
}

function foldsOf(examples: readonly Example[]): Fold[] {
  const isSpam = examples.map(({ label }) => (label === 'spam' ? 1 : 0))
  const foldOf = stratifiedFolds(isSpam, FOLDS, 1)
  return Array.from({ length: FOLDS }, (_, fold) => ({
    train: examples.filter((_example, row) => foldOf[row] !== fold),
    test: examples.filter((_example, row) => foldOf[row] === fold),
  }))
}

/** What came of training and testing a peer. */
interface Trial {
  readonly peer: Peer
  /** Milliseconds of each fold's training. */
  readonly training: readonly number[]
  /** Of all folds' tests together. */
  readonly metrics: Metrics
  readonly folds: number
  /** The one that was trained on all folds but the first. */
  readonly judge: Judge
}

async function trialOf(peer: Peer, folds: readonly Fold[]): Promise<Trial> {
  const training: number[] = []
  const scored: Scored[] = []
  const judges: Judge[] = []
  for (const { train, test } of folds) {
    const begun = performance.now()
    const judge = await peer.train(train)
    training.push(performance.now() - begun)
    if (judges.length === 0) judges.push(judge)
    const isSpam = await judge(test.map(({ text }) => text))
    scored.push(...test.map(({ label }, i) => ({ label, logit: (isSpam[i] ? 1 : -1) as LogOdds })))
  }
  const [judge = () => []] = judges
  return { peer, training, metrics: measure(scored), folds: folds.length, judge }
}

function qualityRows({ peer, training, metrics, folds }: Trial): Row[] {
  const percent = (what: string, share: number): Row => {
    const name = `${peer.name}: ${what}, ${folds} of ${FOLDS} folds`
    return { name, measured: 100 * share, unit: '%', ...NO_GOALS }
  }
  return [
    percent('accuracy', metrics.accuracy),
    percent('recall', metrics.recall),
    percent('false positives', metrics.fpr),
    { name: `${peer.name}: training`, measured: medianOf(training), unit: 'ms', ...NO_GOALS },
  ]
}

/** Texts that no model but the shipped one has seen, judged in turn. */
async function speedRows(
  bench: Bench,
  trials: readonly Trial[],
  texts: readonly string[],
): Promise<Row[]> {
  const { classify } = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
  const shipped: Judge = (all) => all.map((text) => classify(text).label === 'spam')
  const contenders = [shipped, ...trials.map(({ judge }) => judge)].map((judge) =>
    contenderOf(judge, texts),
  )
  const turns = { warmUp: 3, rounds: bench.isQuick ? 15 : 40, turnMs: TURN_MS }
  const [ofShipped = [], ...ofPeers] = await takeTurns(contenders, turns)
  const names = [SHIPPED, ...trials.map(({ peer }) => peer.name)]
  return [
    ...[ofShipped, ...ofPeers].map((times, i) => ({
      name: `${names[i]}: speed`,
      measured: Math.round((1000 * texts.length) / leastOf(times)),
      unit: 'texts/s',
      ...NO_GOALS,
    })),
    ...trials.slice(1).map(({ peer }, i) => ({
      name: `${SHIPPED}: speed, times ${peer.name}`,
      measured: ratioOf(ofPeers[i + 1] ?? [], ofShipped),
      unit: 'x',
      ...(peer === fastTextPeer ? FASTTEXT_GOALS : NO_GOALS),
    })),
  ]
}

function contenderOf(judge: Judge, texts: readonly string[]): Contender {
  return { run: async () => (await judge(texts)).filter((isSpam) => isSpam).length }
}
