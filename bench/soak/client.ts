import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** What is sent. */
export interface Call {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, as if it were JSON. */
  readonly raw?: string
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly body: unknown
}

/** One connection that is kept, with one request at a time. */
export interface Connection {
  readonly send: (call: Call) => Promise<Reply>
  readonly close: () => void
}

const PATIENCE_MS = 60_000

/** Opens a connection to a server; it is made with the first request, and again when it broke. */
export function openConnection(url: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const send = async ({ method, path, headers, body, raw }: Call): Promise<Reply> => {
    const bytes = raw ?? (body === undefined ? '' : JSON.stringify(body))
    const sent = request(new URL(path, url), {
      method: method ?? (bytes === '' ? 'GET' : 'POST'),
      agent,
      headers: { ...(bytes !== '' && jsonHeaders(bytes)), ...headers },
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    sent.end(bytes)
    const [response] = await once(sent, 'response')
    const answer = await text(response)
    return { status: response.statusCode, body: answer === '' ? undefined : JSON.parse(answer) }
  }
  return { send, close: () => agent.destroy() }
}

function jsonHeaders(bytes: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(bytes)),
  }
}
