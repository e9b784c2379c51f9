import { readRefusal, unreachable } from '@hamlet/client'

const ADDRESS = '/v1/models/champion/file'

/**
 * The model that answers at the server. Its bytes come from the browser's cache as long as their hash
 * (the `ETag`) is the server's.
 *
 * @throws {Refusal} The server refused, or no answer came.
 */
export async function askModelFile(signal?: AbortSignal): Promise<Response> {
  const options = { cache: 'no-cache', ...(signal && { signal }) } as const
  const reply = await fetch(ADDRESS, options).catch((error: unknown) => {
    throw unreachable(error)
  })
  if (!reply.ok) throw await readRefusal(reply)
  return reply
}

/** Its bytes. @throws {Refusal} As above. */
export async function loadModelFile(): Promise<Uint8Array<ArrayBuffer>> {
  const reply = await askModelFile()
  return new Uint8Array(await reply.arrayBuffer())
}
