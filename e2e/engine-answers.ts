import {
  decodeModel,
  encodeModel,
  type Label,
  openClassifier,
  trainModel,
  type Verdict,
} from '@hamlet/classifier'
import { hex } from '../packages/classifier/src/bytes.ts'
import type { ScriptedText } from '../packages/classifier/src/testing/scripted-texts.ts'
import { toyCorpusWithSources } from '../packages/classifier/src/testing/toy-corpus.ts'

/*
 * What one engine makes of a model: the same file runs in Node and in a browser. Numbers are told
 * by their bits, since what carries them to and fro need not keep them.
 */

/** What an engine says of a text. */
export interface Judgement {
  /** 64 bits in 16 hexadecimal digits, big-endian, as are all others. */
  readonly logit: string
  readonly probability: string
  readonly label: Label
  readonly verdict: Verdict
  /** Of every fourth text: where each reason lies in it, and the bits of what it adds. */
  readonly reasons?: readonly string[]
}

const MOST_REASONS = 20

/** Judges texts in their order by the model of a file. */
export function judgeTexts(file: Uint8Array, texts: readonly ScriptedText[]): Judgement[] {
  const { classify, explain } = openClassifier(decodeModel(file))
  return texts.map(({ text, source }, i) => {
    const { logit, spamProbability, label, verdict } = classify(text, source)
    const numbers = { logit: bitsOf(logit), probability: bitsOf(spamProbability) }
    if (i % 4 > 0) return { ...numbers, label, verdict }
    const reasons = explain(text, source, MOST_REASONS).reasons.map(
      ({ start, end, contribution }) => `${start}-${end}: ${bitsOf(contribution)}`,
    )
    return { ...numbers, label, verdict, reasons }
  })
}

/** Reads a model file and writes it again. @returns Its bytes, in hexadecimal. */
export function rewriteModel(file: Uint8Array): string {
  return hex(encodeModel(decodeModel(file)))
}

/** Trains on a toy corpus. @returns The bytes of the model's file, in hexadecimal. */
export function trainToy(seed: number): string {
  return hex(encodeModel(trainModel(toyCorpusWithSources(60, 1), { bits: 12, seed })))
}

function bitsOf(number: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, number)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}
