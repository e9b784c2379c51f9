import type { FastifyInstance } from 'fastify'
import type { Settings } from '../settings.ts'

/** The address cannot be listened on; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/**
 * Connections that may wait to be taken; the system may allow fewer. Of those that are too many the
 * beginning is dropped, and their clients try again only after a second, then three, then seven.
 */
const BACKLOG = 4096

/**
 * Takes connections from now on.
 *
 * @throws {ListenError} The address is taken, is not this machine's, or is not for this user.
 */
export async function listen(app: FastifyInstance, address: Settings['listen']): Promise<void> {
  try {
    await app.listen({ ...address, backlog: BACKLOG })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const reason = code === undefined ? undefined : REASONS[code]
    if (reason === undefined) throw cause
    throw new ListenError(`${address.host}:${address.port} ${reason}`, { cause })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'is in use by another program. Stop that one first, or set LOCAL_PORT to another port.',
  EADDRNOTAVAIL: 'cannot be listened on: HOST is not an address of this machine.',
  EACCES: 'may not be listened on by this user. Set LOCAL_PORT to 1024 or above.',
}
