import assert from 'node:assert/strict'
import { call, type Person } from '../client.ts'

const PATH = '/users/me/sessions'

/** Ends the session that somebody began last, as they would in another browser. */
export async function revokeNewest(url: string, { token }: Person): Promise<void> {
  const sessions = await readSessions(url, token)
  const [newest] = sessions.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  await revoke(url, token, newest?.id)
}

/** Ends all sessions of somebody but the one of this token, as they would in another browser. */
export async function revokeOthers(url: string, { token }: Person): Promise<void> {
  const others = (await readSessions(url, token)).filter(({ current }) => !current)
  assert.ok(others.length > 0)
  for (const { id } of others) await revoke(url, token, id)
}

/** Sessions of somebody that are live, as the server counts them. */
export async function countSessions(url: string, { token }: Person): Promise<number> {
  return (await readSessions(url, token)).length
}

interface Session {
  readonly id: string
  readonly created_at: string
  readonly current: boolean
}

async function readSessions(url: string, token: string): Promise<readonly Session[]> {
  const { status, body } = await call<{ readonly items: readonly Session[] }>(url, PATH, { token })
  assert.equal(status, 200)
  return body.items
}

async function revoke(url: string, token: string, id: string | undefined): Promise<void> {
  const { status } = await call(url, `${PATH}/${id}`, { method: 'DELETE', token })
  assert.equal(status, 204)
}
