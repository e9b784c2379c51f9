import type { Encoding } from './encoding.ts'

/**
 * The text of a file, as many characters as came at once.
 *
 * @param onBytes  Told how many bytes each read brought.
 */
export async function* textChunks(
  file: Blob,
  encoding: Encoding,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<string> {
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onBytes(chunk.byteLength)
      controller.enqueue(chunk)
    },
  })
  const decoder = new TextDecoderStream(encoding)
  const reader = file.stream().pipeThrough(counted).pipeThrough(decoder).getReader()
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } finally {
    await reader.cancel()
  }
}
