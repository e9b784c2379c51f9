import { asciiJson, asciiText, hex } from './bytes.ts'
import type { Model } from './model.ts'
import { ModelFileError, malformed } from './model-file-error.ts'
import { FORMAT, HEADER_BYTES, MAGIC, OFFSETS, readHeader, writeHeader } from './model-header.ts'
import { isReport, type TrainingReport } from './report.ts'
import { openSha256, sha256 } from './sha256.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { SOURCED_SHAPE_SLOTS } from './sources.ts'
import type { View } from './tables.ts'

/*
 * The bytes of a model file, described in docs/model-format.md and frozen by model-file.test.ts:
 * header, report, tables, digest.
 */

/** Bytes of the SHA-256 at the end. */
export const DIGEST_BYTES = 32

/** A model before its file, and with it its version, is known. */
export type UnsealedModel = Omit<Model, 'version'>

/** Gives a model the version that its file has. */
export function sealModel(model: UnsealedModel): Model {
  return { version: versionOf(sha256(encodeModel(model))), ...model }
}

/** The bytes of a model's file: the same for the same model, in every engine. */
export function encodeModel(model: UnsealedModel): Uint8Array<ArrayBuffer> {
  const report = paddedReport(model.report)
  const views = model.sourced === undefined ? [model.plain] : [model.plain, model.sourced]
  const tables = [model.bayes, ...views.flatMap(({ linear, shapes }) => [linear, floats(shapes)])]
  const parts = [new Uint8Array(HEADER_BYTES), report, ...tables, new Uint8Array(DIGEST_BYTES)]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  writeHeader(new DataView(bytes.buffer), model, report.length)
  const body = bytes.subarray(0, bytes.length - DIGEST_BYTES)
  bytes.set(sha256(body), body.length)
  return bytes
}

/**
 * Reads a model file. Nothing in it is executed.
 *
 * @throws {ModelFileError} The bytes are not a whole, undamaged model file of this format.
 */
export function decodeModel(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  checkEnvelope(bytes, view)
  const digest = openSha256()
  const end = bytes.length - DIGEST_BYTES
  digest.update(bytes.subarray(0, end))
  if (hex(digest.digest()) !== hex(bytes.subarray(end))) {
    throw new ModelFileError('damaged', 'The model file is damaged: its SHA-256 does not match.')
  }
  digest.update(bytes.subarray(end))
  return { version: versionOf(digest.digest()), ...readBody(bytes, view) }
}

function versionOf(digest: Uint8Array): string {
  return hex(digest).slice(0, 12)
}

/** Spaces at its end make the report a multiple of 8 bytes. */
function paddedReport(report: TrainingReport): Uint8Array {
  const json = asciiJson(report)
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20)
  padded.set(json)
  return padded
}

/** Little-endian 32-bit floats, whatever the machine. */
function floats(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length))
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true)
  return new Uint8Array(view.buffer)
}

function checkEnvelope(bytes: Uint8Array, view: DataView): void {
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte)) {
    throw new ModelFileError('not-a-model', 'This is not a Hamlet model file.')
  }
  if (bytes.length < HEADER_BYTES) throw truncated(bytes.length)
  const format = view.getUint16(OFFSETS.format, true)
  if (format !== FORMAT) {
    const message = `The model file has format ${format}; only format ${FORMAT} can be read.`
    throw new ModelFileError('format-unknown', message)
  }
  const declared = view.getUint32(OFFSETS.fileBytes, true)
  if (bytes.length < declared) throw truncated(bytes.length)
  if (bytes.length > declared) {
    throw new ModelFileError('damaged', 'The model file is damaged: it is longer than it says.')
  }
}

function truncated(length: number): ModelFileError {
  return new ModelFileError('truncated', `The model file is cut off after ${length} bytes.`)
}

/** Reads what the digest has vouched for; still checked, since anyone can compute a digest. */
function readBody(bytes: Uint8Array, view: DataView): UnsealedModel {
  const { plain, sourced, ...header } = readHeader(view)
  const size = 2 ** header.features.bits
  const reportEnd = HEADER_BYTES + view.getUint32(OFFSETS.reportBytes, true)
  const plainAt = reportEnd + size
  const sourcedAt = plainAt + size + 4 * SHAPE_SLOTS
  const end = sourced === undefined ? sourcedAt : sourcedAt + size + 4 * SOURCED_SHAPE_SLOTS
  if (bytes.length !== end + DIGEST_BYTES) throw malformed('its lengths disagree')
  const model = {
    ...header,
    bayes: readTable(bytes, reportEnd, size),
    plain: { ...plain, ...readTables(bytes, plainAt, size, SHAPE_SLOTS) },
    report: readReport(bytes.subarray(HEADER_BYTES, reportEnd)),
  }
  if (sourced === undefined) return model
  const tables = readTables(bytes, sourcedAt, size, SOURCED_SHAPE_SLOTS)
  return { ...model, sourced: { ...sourced, ...tables } }
}

function readTables(
  bytes: Uint8Array,
  at: number,
  size: number,
  shapeSlots: number,
): Pick<View, 'linear' | 'shapes'> {
  return {
    linear: readTable(bytes, at, size),
    shapes: readFloats(bytes, at + size, shapeSlots),
  }
}

/**
 * A copy, so that the model does not change when the caller's bytes do. Not by `slice`, which on a
 * Node Buffer is no copy.
 */
function readTable(bytes: Uint8Array, at: number, size: number): Int8Array {
  const table = new Int8Array(size)
  table.set(bytes.subarray(at, at + size))
  return table
}

function readFloats(bytes: Uint8Array, at: number, count: number): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 4 * count)
  const values = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true))
  if (!values.every(Number.isFinite)) throw malformed('a shape weight is not finite')
  return values
}

function readReport(bytes: Uint8Array): TrainingReport {
  const text = asciiText(bytes)
  const report = text === undefined ? undefined : parsed(text)
  if (!isReport(report)) throw malformed('its training report cannot be read')
  return report
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
