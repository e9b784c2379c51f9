/** A second signal this soon is the same one: npm passes on what the terminal sent to both. */
const SAME_MS = 250

/** Waits for SIGINT or SIGTERM. From then on a second one ends the process at once. */
export async function stopOnSignal(): Promise<void> {
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
}
