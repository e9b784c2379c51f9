import { type Kysely, sql } from 'kysely'

/**
 * A decision costs less to store. That its account exists is known already: `record_decisions`
 * holds the account's row, and the check of a foreign key asked the same again for every decision.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db)
}

/** Back to a foreign key. */
export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db)
}

/**
 * The trigger does what the foreign key's cascade did. Whoever erases an account waits for those who
 * record decisions of it; the trigger's statement begins after that and, in READ COMMITTED, sees what
 * they stored. In a stricter isolation it would not, and texts would stay: so it refuses, as the
 * foreign key did.
 */
const UP: readonly string[] = [
  'alter table decision drop constraint decision_account_id_fkey',
  `create function erase_decisions_of_account() returns trigger language plpgsql
  set search_path from current as $$
  begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
      raise exception 'an account is erased in READ COMMITTED only' using errcode = '40001';
    end if;
    delete from decision where account_id = old.id;
    return null;
  end $$`,
  `create trigger account_erases_decisions after delete on account
    for each row execute function erase_decisions_of_account()`,
]

const DOWN: readonly string[] = [
  'drop trigger account_erases_decisions on account',
  'drop function erase_decisions_of_account',
  'delete from decision where not exists (select from account where id = decision.account_id)',
  `alter table decision add constraint decision_account_id_fkey
    foreign key (account_id) references account on delete cascade`,
]
