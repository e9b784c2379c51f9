import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { edgeProblem } from './problem.ts'
import { requestIdOf } from './timing.ts'

/** Statuses of what is not a malformed message; 400 for the rest. */
const STATUS: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

/** Answers, and closes, a connection on which no request could be read: no route or hook sees it. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  const { code = '' } = error
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error)
    return
  }
  const id = requestIdOf(undefined)
  const status = STATUS[code] ?? 400
  const body = JSON.stringify({ ...edgeProblem('bad-request', id).body, status })
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${id}`,
    'Server-Timing: total;dur=0.00',
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
