import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { FAULT_CODES, type InputFault } from '../domain/errors.ts'

/**
 * Checks that an answer is the problem document with this code, whole and well labelled.
 *
 * @param pointers  Where its `errors` point, in any order; left out where it shall have none.
 */
export function assertProblem(
  reply: LightMyRequestResponse,
  status: number,
  code: string,
  pointers: readonly string[] = [],
): void {
  assert.equal(reply.statusCode, status, reply.body)
  assert.match(String(reply.headers['content-type']), /^application\/problem\+json\b/u)
  const problem = reply.json()
  assert.equal(problem.type, `/problems/${code}`)
  assert.equal(problem.status, status)
  assert.equal(problem.instance, `urn:hamlet:request:${reply.headers['x-request-id']}`)
  assert.ok(problem.title.length > 0 && problem.detail.length > 0)
  const errors: readonly InputFault[] = problem.errors ?? []
  assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), [...pointers].sort())
  assert.ok(errors.every(({ detail }) => detail.length > 0))
  assert.ok(errors.every((fault) => FAULT_CODES.includes(fault.code)))
}
