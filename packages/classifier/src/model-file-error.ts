/** Why a file is not a model that can be read. */
export type ModelFileErrorCode =
  | 'not-a-model'
  | 'format-unknown'
  | 'truncated'
  | 'damaged'
  | 'malformed'

/** A file is not a model that can be read; the message is a sentence for people. */
export class ModelFileError extends Error {
  override readonly name = 'ModelFileError'
  readonly code: ModelFileErrorCode

  constructor(code: ModelFileErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** For a file whose digest is right and whose contents are not. */
export function malformed(what: string): ModelFileError {
  return new ModelFileError('malformed', `The model file is malformed: ${what}.`)
}
