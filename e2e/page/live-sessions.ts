import assert from 'node:assert/strict'
import { call, type Person } from '../client.ts'

/** Ends the session that somebody began last, as they would in another browser. */
export async function revokeNewest(url: string, { token }: Person): Promise<void> {
  const path = '/users/me/sessions'
  const { body } = await call<{ readonly items: readonly Session[] }>(url, path, { token })
  const [newest] = body.items.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  const { status } = await call(url, `${path}/${newest?.id}`, { method: 'DELETE', token })
  assert.equal(status, 204)
}

interface Session {
  readonly id: string
  readonly created_at: string
}

/** Sessions of somebody that are live, as the server counts them. */
export async function countSessions(url: string, { token }: Person): Promise<number> {
  const path = '/users/me/sessions'
  const { status, body } = await call<{ readonly items: readonly unknown[] }>(url, path, { token })
  assert.equal(status, 200)
  return body.items.length
}
