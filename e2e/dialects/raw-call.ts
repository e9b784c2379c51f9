import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** An answer as it came over the socket. */
export interface RawAnswer {
  readonly status: number
  /** The head, its lines as they were sent. */
  readonly head: string
  /** What follows, as it was sent: chunks are not put together. */
  readonly body: string
}

/**
 * Sends these bytes on a connection of their own, for clients that cannot be installed here, and reads
 * until the server closes it, which the request must ask for.
 */
export async function callRaw(port: number, bytes: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(bytes)
  const answer = await text(socket)
  const end = answer.indexOf('\r\n\r\n')
  const head = answer.slice(0, end)
  return { status: Number(head.split(' ')[1]), head, body: answer.slice(end + 4) }
}

/** A request with these lines in its head, and the length of its body. */
export function rawRequest(lines: readonly string[], body: string): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return `${[...lines, length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`
}
