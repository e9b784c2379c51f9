import type { AddressInfo } from 'node:net'
import { openService, prepareService } from '../../packages/server/src/compose.ts'
import { buildLog } from '../../packages/server/src/log.ts'
import { parseSettings } from '../../packages/server/src/settings.ts'
import { openDatabase } from '../../packages/server/src/store/open-database.ts'
import { buildClock, type TestClock } from '../../packages/server/src/testing/clock.ts'
import { embeddedPlace } from '../places.ts'
import type { Environment } from '../running-server.ts'

/** A service that listens, and what it takes for the time of day. */
export interface PastService {
  readonly url: string
  readonly clock: TestClock
}

/**
 * Opens the whole service on an embedded database of its own, with a clock that stands at `start`:
 * what it is asked while the clock is moved on becomes its past. The scope closes it.
 */
export async function openPastService(
  scope: AsyncDisposableStack,
  start: string,
  env: Environment,
): Promise<PastService> {
  const settings = parseSettings({ ...(await embeddedPlace(scope)), LOG_LEVEL: 'error', ...env })
  const clock = buildClock(start)
  const database = await openDatabase(settings.database, 'serving')
  scope.defer(database.close)
  const parts = { db: database.db, log: buildLog(settings), now: clock.now }
  await prepareService(settings, parts, { migrates: true })
  const { app, close } = await openService(settings, parts)
  scope.defer(close)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, clock }
}
