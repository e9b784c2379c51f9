import { connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'

/** An answer as its bytes say it, the names of its headers in lower case. */
export interface RawAnswer {
  readonly status: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Sends these very bytes on a connection that the server has to close, and reads what comes back. */
export async function sendRaw(port: number, request: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  socket.setTimeout(60_000, () => socket.destroy(new Error('no answer')))
  socket.write(request, 'latin1')
  const answer = await readText(socket)
  const end = answer.indexOf('\r\n\r\n')
  const [status = '', ...lines] = answer.slice(0, end).split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status, headers: new Map(headers), body: answer.slice(end + 4) }
}

/** A request of these lines and this body, of which every character is a byte. */
export function rawRequest(head: readonly string[], body: string): string {
  return `${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`
}
