import type { Units } from '../domain/units.ts'
import { as, type Member, type TestService } from './harness.ts'

/** Gives a member a monthly limit of their own. */
export async function limitUnits(
  { database }: TestService,
  { username }: Member,
  units: number,
): Promise<void> {
  await database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('username', '=', username)
    .execute()
}

/** Units that a member used this month. */
export async function usedUnits({ app }: TestService, member: Member): Promise<number> {
  return (await app.inject(as(member, { url: '/v1/usage' }))).json().used
}
