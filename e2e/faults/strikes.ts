import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Random } from '../../packages/classifier/src/random.ts'
import { openSqlClient } from '../../packages/server/src/testing/run-sql.ts'
import { isAlive } from '../log-lines.ts'
import { waitUntil } from '../running-server.ts'
import type { Load } from './load.ts'
import type { Cut } from './proxy.ts'
import { oneOf } from './requests.ts'
import { openSmallDisk } from './small-disk.ts'
import type { Stand } from './stand.ts'

/** Does harm to a stand under load, and mends it. */
export type Strike = (stand: Stand, load: Load, random: Random) => Promise<void>

/** Of whatever kind; which ones there may be is the scenario's to say. */
const REFUSED = /^(?!200$)/u

/** Sends SIGKILL to a worker that stands still for a moment; the first process takes another one. */
export const killWorker: Strike = async ({ workers }, _load, random) => {
  const victim = oneOf(workers(), random)
  process.kill(victim, 'SIGSTOP')
  // Meanwhile it is handed a connection, which it does not take any more.
  await setTimeout(random() * 300)
  process.kill(victim, 'SIGKILL')
  await waitUntil('its end', () => !isAlive(victim))
}

/** Sends SIGKILL to all workers, while the first process lives; it takes others. */
export const killWorkers: Strike = async ({ workers }) => {
  const victims = workers()
  for (const pid of victims) process.kill(pid, 'SIGKILL')
  await waitUntil('their end', () => !victims.some(isAlive))
}

/** Sends SIGKILL to all workers and to the first process, and starts the server again. */
export const killServer: Strike = async ({ workers, server, restart }) => {
  for (const pid of workers()) process.kill(pid, 'SIGKILL')
  await server().kill()
  await restart()
}

/** Sends SIGKILL to the first process only, waits until its workers have gone, and starts it again. */
export const killFirstProcess: Strike = async ({ workers, server, restart }) => {
  const orphans = workers()
  process.kill(server().pid, 'SIGKILL')
  await waitUntil('the end of its workers', () => !orphans.some(isAlive))
  await restart()
}

/** Stops PostgreSQL as a power cut would, and starts it again after a while. */
export const stopDatabase: Strike = async ({ postgres }, load, random) => {
  await postgres.kill('SIGQUIT')
  await untilMore(load, 10, REFUSED)
  await setTimeout(random() * 500)
  await postgres.start()
}

/** Sends SIGKILL to a process of PostgreSQL that serves a connection: all others end, too. */
export const killBackend: Strike = async ({ sql }, load) => {
  const [backend] = await sql<{ readonly pid: number }>(`${BACKENDS} order by query_start desc`)
  if (backend === undefined) throw new Error('the server has no connection to its database')
  process.kill(backend.pid, 'SIGKILL')
  await untilMore(load, 1, REFUSED)
}

/** Has PostgreSQL end the server's connections, ten times. */
export const endConnections: Strike = async ({ sql }, _load, random) => {
  for (let i = 0; i < 10; i++) {
    await sql(BACKENDS.replace('select pid', 'select pg_terminate_backend(pid)'))
    await setTimeout(random() * 100)
  }
}

const BACKENDS = "select pid from pg_stat_activity where application_name = 'hamlet'"

/** Breaks the connections of some batches at this place. */
export function cutBatches(where: Cut): Strike {
  return async ({ proxy }, _load, random) => {
    for (let i = 0; i < 10; i++) {
      await proxy.cut(where)
      await setTimeout(random() * 100)
    }
  }
}

/** Has every commit of a decision fail with the error of a full disk, for a while. */
export const failCommits: Strike = async ({ sql }, load) => {
  await sql(`
    create function fail() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create constraint trigger full_disk after insert on decision
    deferrable initially deferred for each row execute function fail()`)
  try {
    await untilMore(load, 20, REFUSED)
  } finally {
    await sql('drop trigger full_disk on decision; drop function fail()')
  }
}

/** Puts the decisions on a small disk and fills it, then makes room again and puts them back. */
export const fillDisk: Strike = async ({ sql }, load) => {
  await using scope = new AsyncDisposableStack()
  const disk = await openSmallDisk(scope, 64)
  await sql(`create tablespace small location '${disk.folder}'`)
  scope.defer(async () => void (await sql('drop tablespace small')))
  await sql('alter table decision set tablespace small')
  scope.defer(async () => void (await sql('alter table decision set tablespace pg_default')))
  const filler = await disk.fill()
  await untilMore(load, 20, REFUSED)
  await rm(filler)
}

/** Stops every process of PostgreSQL where it stands, and lets them go on. */
export function freezeDatabase(ms: number): Strike {
  return async ({ postgres }) => {
    const client = await openSqlClient(postgres.url)
    // First the process that starts the others; then no new ones come.
    await postgres.kill('SIGSTOP')
    const { rows } = await client.query<{ readonly pid: number }>(
      'select pid from pg_stat_activity',
    )
    try {
      for (const { pid } of rows) process.kill(pid, 'SIGSTOP')
      await setTimeout(ms)
    } finally {
      for (const { pid } of rows) process.kill(pid, 'SIGCONT')
      await postgres.kill('SIGCONT')
    }
    await client.end()
  }
}

/** Lets no byte through between server and database, and then all of them. */
export function cutNetwork(ms: number): Strike {
  return async ({ proxy }) => {
    proxy.hold()
    await setTimeout(ms)
    proxy.release()
  }
}

/** Has every byte between server and database take this long, each way. */
export function slowNetwork(delayMs: number, ms: number): Strike {
  return async ({ proxy }) => {
    proxy.delay(delayMs)
    await setTimeout(ms)
    proxy.delay(0)
  }
}

/** Waits for so many more sendings that came to this, or to anything. */
export async function untilMore(load: Load, count: number, outcome?: RegExp): Promise<void> {
  const before = load.count(outcome)
  const what = `${count} more sendings with ${outcome ?? 'any outcome'}`
  await waitUntil(what, () => load.count(outcome) >= before + count)
}
