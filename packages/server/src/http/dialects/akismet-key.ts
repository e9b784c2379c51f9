import type { FastifyRequest } from 'fastify'
import { identifyCallerOfKey } from '../../usecases/identify-caller.ts'
import type { Identify } from '../authenticate.ts'
import { formOf } from './akismet-form.ts'
import type { DialectDeps } from './dialect.ts'

/** Which field names the key where both are sent. */
type KeyField = 'api_key' | 'key'

/** A compat key as the first label of a host, under a name like `*.spam.example.org`. */
const KEY_LABEL = /^([0-9a-f]{32})\./iu

/**
 * Names callers by the key that a form holds, or else the name of the host.
 *
 * @param first  WordPress sends the key that it asks about as `key`, and beside it as `api_key` the one
 *   that it has used so far.
 */
export function identifyBy(deps: DialectDeps, first: KeyField): Identify {
  const second: KeyField = first === 'key' ? 'api_key' : 'key'
  return (request: FastifyRequest) => {
    const form = formOf(request)
    const key = form[first] || form[second] || KEY_LABEL.exec(request.host)?.[1]
    return identifyCallerOfKey(deps, key?.trim())
  }
}
