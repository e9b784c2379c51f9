import { call, type Person } from '../client.ts'

/** An API key in both of its forms. */
export interface SiteKey {
  readonly key: string
  readonly compatKey: string
}

/** Makes somebody an API key. @param wanted  Its body, but for the name. */
export async function makeKey(
  url: string,
  { token }: Pick<Person, 'token'>,
  wanted: object = {},
): Promise<SiteKey> {
  const json = { name: 'site', ...wanted }
  const { status, body } = await call<{ readonly key: string; readonly compat_key: string }>(
    url,
    '/users/me/keys',
    { token, json },
  )
  if (status !== 201) throw new Error(`making a key: ${JSON.stringify(body)}`)
  return { key: body.key, compatKey: body.compat_key }
}

/** A report as it is listed. */
export interface ListedReport {
  readonly decision_id: string | null
  readonly label: string
  readonly text: string | null
}

/** What somebody has reported, newest first. */
export async function reportsOf(url: string, { token }: Pick<Person, 'token'>) {
  const path = '/v1/reports'
  return (await call<{ readonly items: readonly ListedReport[] }>(url, path, { token })).body.items
}
