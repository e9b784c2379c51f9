import { readFile } from 'node:fs/promises'
import { brotliCompressSync, constants } from 'node:zlib'
import { encodeModel, trainModel } from '@hamlet/classifier'
import type { Row, Section } from './section.ts'
import { SHIPPED_MODEL } from './shipped.ts'

const GOALS_OF_SHIPPED = [
  { must: '<= 1,500,000', dream: '<= 550,000' },
  { must: '<= 400,000', dream: '<= 90,000' },
] as const
const GOALS_OF_SMS = {
  must: '<= 150,000, <= 0.05 points lost',
  dream: '<= 32,768 at >= 99.40 % accuracy',
}
const BITS = [18, 16, 15]

/** Bytes of model files, as they are and as a web server would send them. */
export const sizeSection: Section = {
  name: 'size',
  title: 'bytes of model files, and after brotli at quality 11',
  corpora: ['sms_uci'],
  async measure(bench) {
    const shipped = await readFile(SHIPPED_MODEL)
    const examples = await bench.corpus('sms_uci')
    return [
      ...sizesOf('the shipped model', shipped, GOALS_OF_SHIPPED),
      ...BITS.flatMap((bits) =>
        sizesOf(
          `an SMS model (sms_uci), 2^${bits} slots`,
          encodeModel(trainModel(examples, { bits })),
          // The goal is that some SMS model is as small and loses no accuracy by it.
          [bits === 18 ? { must: '', dream: '' } : GOALS_OF_SMS, { must: '', dream: '' }],
        ),
      ),
    ]
  },
}

type Goals = Pick<Row, 'must' | 'dream'>

function sizesOf(name: string, file: Uint8Array, [raw, packed]: readonly [Goals, Goals]): Row[] {
  return [
    { name, measured: file.length, unit: 'bytes', ...raw },
    { name: `${name}, brotli`, measured: brotliBytes(file), unit: 'bytes', ...packed },
  ]
}

function brotliBytes(file: Uint8Array): number {
  return brotliCompressSync(file, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: file.length,
    },
  }).length
}
