import type { InjectOptions } from 'fastify'

/** Every field of the API that holds text. */
const FIELDS = `email full_name username password current_password document_number phone scope name
  refresh_token text text_message texts note decision_id label scopes expires_at monthly_limit`.split(
  /\s+/u,
)

/** Requests to `path` that hold `value` where no value of that kind belongs. */
export function waysToSend(path: string, value: string): readonly InjectOptions[] {
  const inUrl = encodeURIComponent(value)
  const url = path.replace(/\{\w+\}/u, inUrl)
  const json = { 'content-type': 'application/json' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const headers = ['authorization', 'x-api-key', 'x-anything', 'cookie', 'accept', 'user-agent']
  return [
    { url: `${url}?q=${inUrl}&cursor=${inUrl}&limit=${inUrl}&password=${inUrl}` },
    { url: `${url}/${inUrl}` },
    ...headers.map((name) => ({ url, headers: { [name]: value } })),
    { url, headers: { authorization: `Bearer ${inUrl}`, 'idempotency-key': inUrl } },
    { url, headers: { 'content-type': `application/${inUrl}` }, payload: value },
    { url, headers: form, payload: `username=${inUrl}&password=${inUrl}` },
    { url, headers: json, payload: `{"password": "${value}` },
    { url, headers: json, payload: JSON.stringify(value) },
    { url, payload: { unknown: value, deep: { deeper: [value] } } },
    { url, payload: Object.fromEntries(FIELDS.map((field) => [field, value])) },
    { url, payload: Object.fromEntries(FIELDS.map((field) => [field, { [field]: value }])) },
  ]
}
