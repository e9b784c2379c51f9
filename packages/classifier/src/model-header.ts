import { malformed } from './model-file-error.ts'
import type { BayesScope } from './naive-bayes.ts'
import { channelOf } from './sources.ts'
import type { Bands, Calibration, PlainView, SourcedView, View } from './tables.ts'
import { type LogOdds, SOURCES } from './units.ts'
import { BITS_AT_LEAST, BITS_AT_MOST, type FeatureOptions, GRAM_AT_MOST } from './workspace.ts'

/*
 * The header of a model file, described in docs/model-format.md and frozen by model-file.test.ts.
 * All numbers are little-endian.
 */

/** The first bytes of every model file: "HAMLET" in ASCII. */
export const MAGIC: readonly number[] = [0x48, 0x41, 0x4d, 0x4c, 0x45, 0x54]
/** The version of the format that is written, and the only one that is read. */
export const FORMAT = 2
/** Bytes before the report. */
export const HEADER_BYTES = 288

/** Where each field of the header lies, in bytes from the beginning. */
export const OFFSETS = {
  magic: 0,
  format: 6,
  fileBytes: 8,
  reportBytes: 12,
  bits: 16,
  flags: 17,
  gramSizes: 18,
  sources: 20,
  reserved: 21,
  bayesStep: 24,
  plain: 32,
  sourced: 96,
} as const

/** Where each number of a view lies, in bytes from the beginning of the view. */
export const VIEW_OFFSETS = {
  linearStep: 0,
  bandReview: 8,
  bandSpam: 16,
  bandDiscard: 24,
  calibrations: 32,
} as const

/** Where each number of a calibration lies, in bytes from the beginning of the calibration. */
export const CALIBRATION_OFFSETS = { linear: 0, bayes: 8, scale: 16, bias: 24 } as const

/** Bits of the field `flags`. */
export const FLAGS = { pairs: 1, bayesReadsAll: 2 } as const

const CALIBRATION_BYTES = 32

/** The tables of a view, which lie elsewhere in the file. */
type Tables = 'linear' | 'shapes'

/** What the header says of a model. */
export interface Header {
  readonly features: FeatureOptions
  readonly bayesScope: BayesScope
  readonly bayesStep: number
  readonly plain: Omit<PlainView, Tables>
  readonly sourced?: Omit<SourcedView, Tables>
}

/** Writes the header into the first {@link HEADER_BYTES} bytes of a whole file. */
export function writeHeader(view: DataView, header: Header, reportBytes: number): void {
  for (const [i, byte] of MAGIC.entries()) view.setUint8(OFFSETS.magic + i, byte)
  view.setUint16(OFFSETS.format, FORMAT, true)
  view.setUint32(OFFSETS.fileBytes, view.byteLength, true)
  view.setUint32(OFFSETS.reportBytes, reportBytes, true)
  view.setUint8(OFFSETS.bits, header.features.bits)
  view.setUint8(OFFSETS.flags, flagsOf(header))
  view.setUint16(OFFSETS.gramSizes, maskOf(header.features.gramSizes), true)
  view.setFloat64(OFFSETS.bayesStep, header.bayesStep, true)
  writeNumbers(view, OFFSETS.plain, header.plain)
  writeCalibration(view, OFFSETS.plain + VIEW_OFFSETS.calibrations, header.plain.calibration)
  if (header.sourced === undefined) return
  view.setUint8(OFFSETS.sources, sourcesMaskOf(header.sourced))
  writeNumbers(view, OFFSETS.sourced, header.sourced)
  for (const source of SOURCES) {
    const calibration = header.sourced.calibrations[source]
    if (calibration !== undefined) writeCalibration(view, calibrationAt(source), calibration)
  }
}

/**
 * Reads a header whose magic, format and lengths are right.
 *
 * @throws {ModelFileError} `malformed`.
 */
export function readHeader(view: DataView): Header {
  const flags = view.getUint8(OFFSETS.flags)
  const mask = view.getUint8(OFFSETS.sources)
  const header: Header = {
    features: readFeatures(view, flags),
    bayesScope: (flags & FLAGS.bayesReadsAll) === 0 ? 'words' : 'all',
    bayesStep: readNumber(view, OFFSETS.bayesStep),
    plain: {
      ...readNumbers(view, OFFSETS.plain),
      calibration: readCalibration(view, OFFSETS.plain + VIEW_OFFSETS.calibrations),
    },
    ...(mask !== 0 && { sourced: readSourced(view, mask) }),
  }
  checkUnused(view, header)
  return header
}

/** What says nothing is 0, so that there is one file for one model: written again, it is the same. */
function checkUnused(view: DataView, header: Header): void {
  const again = new DataView(new ArrayBuffer(HEADER_BYTES))
  writeHeader(again, header, 0)
  for (let at: number = OFFSETS.bits; at < HEADER_BYTES; at++) {
    if (view.getUint8(at) !== again.getUint8(at)) throw malformed(`byte ${at} means nothing`)
  }
}

function flagsOf({ features, bayesScope }: Header): number {
  return (features.pairs ? FLAGS.pairs : 0) | (bayesScope === 'all' ? FLAGS.bayesReadsAll : 0)
}

/** Bit n stands for the source of channel n. */
function sourcesMaskOf({ calibrations }: Pick<SourcedView, 'calibrations'>): number {
  const learned = SOURCES.filter((source) => calibrations[source] !== undefined)
  return learned.reduce((mask, source) => mask | (1 << channelOf(source)), 0)
}

function calibrationAt(source: (typeof SOURCES)[number]): number {
  const first = OFFSETS.sourced + VIEW_OFFSETS.calibrations
  return first + CALIBRATION_BYTES * (channelOf(source) - 1)
}

/** Bit n stands for n-grams of n characters. */
function maskOf(sizes: readonly number[]): number {
  return sizes.reduce((mask, size) => mask | (1 << size), 0)
}

/** The numbers that every view has. */
type ViewNumbers = Pick<View, 'linearStep' | 'bands'>

function writeNumbers(view: DataView, at: number, numbers: ViewNumbers): void {
  const { linearStep, bands } = numbers
  view.setFloat64(at + VIEW_OFFSETS.linearStep, linearStep, true)
  view.setFloat64(at + VIEW_OFFSETS.bandReview, bands.review, true)
  view.setFloat64(at + VIEW_OFFSETS.bandSpam, bands.spam, true)
  view.setFloat64(at + VIEW_OFFSETS.bandDiscard, bands.discard, true)
}

function writeCalibration(view: DataView, at: number, calibration: Calibration): void {
  view.setFloat64(at + CALIBRATION_OFFSETS.linear, calibration.linear, true)
  view.setFloat64(at + CALIBRATION_OFFSETS.bayes, calibration.bayes, true)
  view.setFloat64(at + CALIBRATION_OFFSETS.scale, calibration.scale, true)
  view.setFloat64(at + CALIBRATION_OFFSETS.bias, calibration.bias, true)
}

function readFeatures(view: DataView, flags: number): FeatureOptions {
  const bits = view.getUint8(OFFSETS.bits)
  if (bits < BITS_AT_LEAST || bits > BITS_AT_MOST) throw malformed('its table size is out of range')
  const mask = view.getUint16(OFFSETS.gramSizes, true)
  const sizes = Array.from({ length: GRAM_AT_MOST }, (_, i) => i + 1)
  const gramSizes = sizes.filter((size) => (mask & (1 << size)) !== 0)
  if (maskOf(gramSizes) !== mask) throw malformed('its n-gram sizes are out of range')
  return { bits, gramSizes, pairs: (flags & FLAGS.pairs) !== 0 }
}

function readSourced(view: DataView, mask: number): Omit<SourcedView, Tables> {
  const learned = SOURCES.filter((source) => (mask & (1 << channelOf(source))) !== 0)
  const calibrations = Object.fromEntries(
    learned.map((source) => [source, readCalibration(view, calibrationAt(source))]),
  )
  return { ...readNumbers(view, OFFSETS.sourced), calibrations }
}

function readNumbers(view: DataView, at: number): ViewNumbers {
  return {
    linearStep: readNumber(view, at + VIEW_OFFSETS.linearStep),
    bands: readBands(view, at),
  }
}

function readBands(view: DataView, at: number): Bands {
  const bands = {
    review: readNumber(view, at + VIEW_OFFSETS.bandReview) as LogOdds,
    spam: readNumber(view, at + VIEW_OFFSETS.bandSpam) as LogOdds,
    discard: readNumber(view, at + VIEW_OFFSETS.bandDiscard) as LogOdds,
  }
  if (bands.review > bands.spam || bands.spam > bands.discard) {
    throw malformed('its bands are not in order')
  }
  return bands
}

function readCalibration(view: DataView, at: number): Calibration {
  return {
    linear: readNumber(view, at + CALIBRATION_OFFSETS.linear),
    bayes: readNumber(view, at + CALIBRATION_OFFSETS.bayes),
    scale: readNumber(view, at + CALIBRATION_OFFSETS.scale),
    bias: readNumber(view, at + CALIBRATION_OFFSETS.bias) as LogOdds,
  }
}

/** Magnitudes beyond this could overflow in a score, and no training makes them. */
const NUMBER_AT_MOST = 1e100

function readNumber(view: DataView, at: number): number {
  const value = view.getFloat64(at, true)
  if (Math.abs(value) <= NUMBER_AT_MOST) return value
  throw malformed(`the number at byte ${at} is out of range`)
}
