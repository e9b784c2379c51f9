/** What can be wrong with a file. */
export type FileFaultCode =
  | 'binary'
  | 'empty'
  | 'json-array'
  | 'many-files'
  | 'no-worker'
  | 'not-ndjson'
  | 'quote-open'
  | 'row-too-long'
  | 'too-large'
  | 'too-many-rows'
  | 'unreadable'

/** A fault, and the row at which it was seen, counted from 1. */
export interface FileFault {
  readonly code: FileFaultCode
  readonly row?: number | undefined
}

/** Ends the reading of a file. It does not leave the worker, where errors lose what they carry. */
export class FileFaultError extends Error {
  override readonly name = 'FileFaultError'
  readonly fault: FileFault

  constructor(code: FileFaultCode, row?: number, options?: ErrorOptions) {
    super(code, options)
    this.fault = { code, row }
  }
}

/** The fault that an error tells; a file that changed or went away meanwhile cannot be read. */
export function faultOf(error: unknown): FileFault {
  if (error instanceof FileFaultError) return error.fault
  if (error instanceof DOMException) return { code: 'unreadable' }
  throw error
}
