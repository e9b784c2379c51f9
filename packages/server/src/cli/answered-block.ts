/** The answers to one block of a stream. */
export interface AnsweredBlock {
  /** UTF-8, whole lines or rows. They own their buffer, so it may be transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Texts that were judged. */
  readonly texts: number
  /** Lines that could not be read. */
  readonly failures: number
}

/** Answers as bytes; `text` is whole lines or rows. */
export function answeredBlock(
  text: string,
  { texts, failures }: Omit<AnsweredBlock, 'bytes'>,
): AnsweredBlock {
  return { bytes: new TextEncoder().encode(text), texts, failures }
}
