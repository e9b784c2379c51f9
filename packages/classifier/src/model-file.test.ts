import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { DIGEST_BYTES, decodeModel, encodeModel } from './model-file.ts'
import { ModelFileError, type ModelFileErrorCode } from './model-file-error.ts'
import {
  CALIBRATION_OFFSETS,
  FLAGS,
  FORMAT,
  HEADER_BYTES,
  MAGIC,
  OFFSETS,
  VIEW_OFFSETS,
} from './model-header.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { SOURCED_SHAPE_SLOTS } from './sources.ts'
import { toyCorpus, toyCorpusWithSources } from './testing/toy-corpus.ts'
import { trainModel } from './train.ts'

const plain = trainModel(toyCorpus(40, 1), { bits: 10, pieces: true })
const sourced = trainModel(toyCorpusWithSources(99, 1), { bits: 10, bayesScope: 'all' })

function refusal(bytes: Uint8Array): ModelFileErrorCode | 'accepted' {
  try {
    decodeModel(bytes)
    return 'accepted'
  } catch (error) {
    assert.ok(error instanceof ModelFileError, String(error))
    assert.match(error.message, /^(This|The model file) .*\.$/u)
    return error.code
  }
}

/** The file with some bytes changed, and a digest that matches them. */
function forged(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = encodeModel(sourced)
  change(new DataView(bytes.buffer), bytes)
  const body = bytes.subarray(0, bytes.length - DIGEST_BYTES)
  bytes.set(createHash('sha256').update(body).digest(), body.length)
  return bytes
}

describe('encodeModel and decodeModel', () => {
  for (const [name, model] of [
    ['a plain model', plain],
    ['a model with sources', sourced],
  ] as const) {
    it(`bring back ${name}, whole`, () => {
      const bytes = encodeModel(model)
      assert.deepEqual(decodeModel(bytes), model)
      assert.deepEqual(encodeModel(decodeModel(bytes)), bytes)
    })
  }

  it('bring back a model whose report was written before there was more in it', () => {
    const { evaluation, pieces, ...report } = plain.report
    assert.ok(evaluation && pieces)
    const bytes = encodeModel({ ...plain, report })
    assert.deepEqual(decodeModel(bytes).report, report)
    assert.deepEqual(decodeModel(bytes).plain, plain.plain)
  })

  it('read a Node Buffer that lies within a larger one', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), encodeModel(plain)]).subarray(3)
    assert.deepEqual(decodeModel(bytes), plain)
  })

  it('give a model that does not change with the bytes', () => {
    const bytes = encodeModel(plain)
    const model = decodeModel(bytes)
    bytes.fill(0)
    assert.deepEqual(model, plain)
  })

  it('give the version that sha256sum begins with', () => {
    const digest = createHash('sha256').update(encodeModel(plain)).digest('hex')
    assert.equal(plain.version, digest.slice(0, 12))
    assert.equal(decodeModel(encodeModel(plain)).version, plain.version)
  })
})

describe('decodeModel', () => {
  it('refuses every truncated prefix', () => {
    const bytes = encodeModel(plain)
    for (let length = 0; length < bytes.length; length++) {
      assert.equal(refusal(bytes.subarray(0, length)), 'truncated', `${length} bytes`)
    }
  })

  it('refuses every changed byte', () => {
    const bytes = encodeModel(plain)
    for (let i = 0; i < bytes.length; i++) {
      const held = bytes[i] ?? 0
      bytes[i] = held ^ (1 + (i % 255))
      assert.notEqual(refusal(bytes), 'accepted', `byte ${i}`)
      bytes[i] = held
    }
    assert.equal(refusal(bytes), 'accepted')
  })

  it('tells other files from damaged ones', () => {
    assert.equal(refusal(Buffer.from('label,text\nham,hello\n')), 'not-a-model')
    assert.equal(refusal(Uint8Array.of(...encodeModel(plain), 0)), 'damaged')
    assert.equal(
      refusal(forged((view) => view.setUint16(OFFSETS.format, 1, true))),
      'format-unknown',
    )
  })

  const text = (at: number, value: string) => (_: DataView, bytes: Uint8Array) =>
    bytes.set(Buffer.from(value), at)
  const reportEnd = (view: DataView): number =>
    HEADER_BYTES + view.getUint32(OFFSETS.reportBytes, true)

  const plainCalibration = OFFSETS.plain + VIEW_OFFSETS.calibrations
  const forgeries: Readonly<Record<string, (view: DataView, bytes: Uint8Array) => void>> = {
    'a table of 2^9': (view) => view.setUint8(OFFSETS.bits, 9),
    'a table of 2^40': (view) => view.setUint8(OFFSETS.bits, 40),
    'a table that does not fit': (view) => view.setUint8(OFFSETS.bits, 11),
    'an unknown flag': (view) => view.setUint8(OFFSETS.flags, 7),
    'an unknown source': (view) => view.setUint8(OFFSETS.sources, 1 << 6),
    'a reserved byte': (view) => view.setUint8(OFFSETS.reserved + 2, 1),
    'a calibration of a source that was not learned': (view) => view.setUint8(HEADER_BYTES - 33, 1),
    'a view that is not there': (view) => view.setUint8(OFFSETS.sources, 0),
    'n-grams of 9': (view) => view.setUint16(OFFSETS.gramSizes, 1 << 9, true),
    'n-grams of 0': (view) => view.setUint16(OFFSETS.gramSizes, 1, true),
    'a long report': (view) => view.setUint32(OFFSETS.reportBytes, 0xffffffff, true),
    'a step that is no number': (view) => view.setFloat64(OFFSETS.bayesStep, Number.NaN, true),
    'an infinite bias': (view) =>
      view.setFloat64(plainCalibration + CALIBRATION_OFFSETS.bias, -Infinity, true),
    'a step that overflows': (view) =>
      view.setFloat64(OFFSETS.sourced + VIEW_OFFSETS.linearStep, 1e300, true),
    'bands out of order': (view) =>
      view.setFloat64(OFFSETS.plain + VIEW_OFFSETS.bandReview, 99, true),
    'a shape weight that is no number': (view) =>
      view.setFloat32(reportEnd(view) + 2048, Number.NaN, true),
    'a report that is no JSON': text(HEADER_BYTES, '{'.repeat(8)),
    'a report that is no ASCII': text(HEADER_BYTES, 'é'),
    'a report without its fields': text(HEADER_BYTES, '{"examplez"'),
  }
  for (const [what, change] of Object.entries(forgeries)) {
    it(`refuses ${what}, though the digest matches`, () => {
      assert.equal(refusal(forged(change)), 'malformed')
    })
  }
})

describe('docs/model-format.md', () => {
  const page = readFileSync(new URL('../../../docs/model-format.md', import.meta.url), 'utf8')
  const cells = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  const heads = cells.flatMap((_, i) => (cells[i + 1]?.[1]?.startsWith('---') ? [i] : []))
  /** The first two columns of the n-th table whose first column has this name. */
  const table = (name: string, n = 0): Record<string, number> => {
    const head = heads.filter((i) => cells[i]?.[1] === name)[n] ?? -1
    const end = heads.find((i) => i > head) ?? cells.length
    return Object.fromEntries(cells.slice(head + 2, end).map((row) => [row[1], Number(row[2])]))
  }

  it('tells where each field of the header, of a view and of a calibration lies', () => {
    assert.deepEqual(table('field', 0), OFFSETS)
    assert.deepEqual(table('field', 1), VIEW_OFFSETS)
    assert.deepEqual(table('field', 2), CALIBRATION_OFFSETS)
  })

  it('tells the flags', () => assert.deepEqual(table('flag'), FLAGS))

  it('tells the sizes of the parts', () => {
    const size = (part: string): string | undefined => cells.find((row) => row[1] === part)?.[2]
    assert.equal(size('header'), String(HEADER_BYTES))
    assert.equal(size('digest'), String(DIGEST_BYTES))
    assert.equal(size('plain view: shape table'), String(4 * SHAPE_SLOTS))
    assert.match(
      size('sourced view: shape table') ?? '',
      new RegExp(`^${4 * SOURCED_SHAPE_SLOTS},`),
    )
  })

  it('tells every entry of a report', () => {
    const examples = toyCorpusWithSources(99, 1).map((one) => ({ ...one, corpus: 'a' }))
    const { report } = trainModel(examples, { bits: 10, keepNear: true, pieces: true })
    const told = Object.keys(table('entry')).flatMap((names) => names.split(', '))
    assert.deepEqual(told.sort(), Object.keys(report).sort())
  })

  it('tells the magic and the format', () => {
    assert.ok(page.includes(`\`${String.fromCharCode(...MAGIC)}\` in ASCII`))
    assert.ok(page.includes(`| \`format\` | 6 | u16 | ${FORMAT}.`))
  })

  it('tells every code of refusal', () => {
    const codes = ['not-a-model', 'format-unknown', 'truncated', 'damaged', 'malformed'] as const
    const from = cells.findIndex((row) => row[1] === 'code')
    assert.deepEqual(
      cells.slice(from + 2).map((row) => row[1]),
      codes satisfies readonly ModelFileErrorCode[],
    )
  })
})
