import { readRefusal, unreachable } from '@hamlet/client'

const ADDRESS = '/v1/models/champion/file'

/** How to ask: `cache` is `no-cache` unless told. */
type AskOptions = Pick<RequestInit, 'cache' | 'signal'>

/**
 * The model that answers at the server. Its bytes come from the browser's cache as long as their hash
 * (the `ETag`) is the server's.
 *
 * @throws {Refusal} The server refused, or no answer came.
 */
export async function askModelFile(options: AskOptions = {}): Promise<Response> {
  const reply = await fetch(ADDRESS, { cache: 'no-cache', ...options }).catch(throwUnreachable)
  if (!reply.ok) throw await readRefusal(reply)
  return reply
}

/** The bytes of an answer. @throws {Refusal} Not all of them came. */
export async function bytesOf(reply: Response): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await reply.arrayBuffer().catch(throwUnreachable))
}

/** The bytes of the model that answers. @throws {Refusal} As both above. */
export async function loadModelFile(): Promise<Uint8Array<ArrayBuffer>> {
  return bytesOf(await askModelFile())
}

function throwUnreachable(error: unknown): never {
  throw unreachable(error)
}
