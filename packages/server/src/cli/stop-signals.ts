/** A second signal this soon is the same one: npm passes on what the terminal sent to both. */
const SAME_MS = 250

/**
 * Waits for SIGINT or SIGTERM, then runs `stop`; a second signal ends the process at once.
 *
 * @returns When `stop` is done.
 */
export async function stopOnSignal(stop: () => Promise<void>): Promise<void> {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  let askedAt: number | undefined
  const onSignal = () => {
    if (askedAt === undefined) {
      askedAt = performance.now()
      resolve()
    } else if (performance.now() - askedAt > SAME_MS) {
      process.exit(1)
    }
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  await asked
  await stop()
  process.off('SIGINT', onSignal)
  process.off('SIGTERM', onSignal)
}
