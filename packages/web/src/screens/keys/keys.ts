import { answerOf } from '@hamlet/client'
import { api } from '../../session/client.ts'

/** What the list of keys is kept under. */
export const KEYS = ['keys'] as const

/** A key as the list has it, without the key itself. */
export type ListedKey = Awaited<ReturnType<typeof readKeys>>['items'][number]

/** What a key may be allowed to do. */
export type Scope = ListedKey['scopes'][number]

/** What clients of Akismet are told when no unit is left. */
export type OverQuota = ListedKey['over_quota']

/** A key that was just made, in both of its forms: the only time that they are there. */
export type MadeKey = Awaited<ReturnType<typeof makeKey>>

/** What somebody asks for. */
export interface WantedKey {
  readonly name: string
  readonly scopes: Scope[]
  readonly over_quota: OverQuota
  /** RFC 3339; left out, it never expires. */
  readonly expires_at?: string
}

/** Somebody's keys, oldest first. */
export function readKeys() {
  return answerOf(api.GET('/users/me/keys'))
}

/** Makes a key. @throws {Refusal} `invalid-scope`, `invalid-request`. */
export function makeKey(body: WantedKey) {
  return answerOf(api.POST('/users/me/keys', { body }))
}

/** Makes a key useless. @throws {Refusal} `key-not-found`. */
export function revokeKey(id: string) {
  return answerOf(api.DELETE('/users/me/keys/{id}', { params: { path: { id } } }))
}
