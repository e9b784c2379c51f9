import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json as readJson } from 'node:stream/consumers'

/** A request whose head the server has read, and whose body it waits for. */
export interface HeldRequest {
  /** Sends the body. @returns The answer. */
  readonly send: () => Promise<{ readonly status: number; readonly body: unknown }>
  /** Gives it up. */
  readonly drop: () => void
}

/** Begins a POST on a connection of its own, and holds it where the server surely knows of it. */
export async function holdRequest(
  address: string,
  token: string,
  body: object,
): Promise<HeldRequest> {
  const bytes = Buffer.from(JSON.stringify(body))
  const sending = request(address, {
    method: 'POST',
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': bytes.length,
      // The server says when it has read the head. Source: RFC 9110, section 10.1.1.
      expect: '100-continue',
    },
  })
  sending.on('error', () => {})
  const answered = once(sending, 'response')
  answered.catch(() => {})
  sending.flushHeaders()
  await once(sending, 'continue')
  const send = async () => {
    sending.end(bytes)
    const [answer] = (await answered) as [IncomingMessage]
    return { status: answer.statusCode ?? 0, body: await readJson(answer) }
  }
  return { send, drop: () => void sending.destroy() }
}
