import { constants } from 'node:os'
import process from 'node:process'

/** Where a benchmark opens processes and folders: each is closed at its end, the last one first. */
export interface Stage {
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal
  /** Waits for a thing, which is closed at the end, or at once when the end has come meanwhile. */
  readonly own: <Thing>(
    opening: Promise<Thing>,
    close: (thing: Thing) => Promise<unknown>,
  ) => Promise<Thing>
}

/**
 * Runs a benchmark. What it opened on its stage is closed when it is done, fails or is interrupted.
 *
 * @param signals  Where SIGINT and SIGTERM come from.
 */
export async function onStage(
  work: (stage: Stage) => Promise<void>,
  signals: NodeJS.EventEmitter = process,
): Promise<void> {
  const things = new AsyncDisposableStack()
  const interruption = new AbortController()
  const { signal } = interruption
  const interrupt = (name: NodeJS.Signals) => {
    process.exitCode = 128 + constants.signals[name]
    interruption.abort(new Error(`ended by ${name}`))
  }
  signals.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const working = work({ signal, own: ownerOf(things, signal) })
  try {
    await Promise.race([working, abortionOf(signal)])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    await things.disposeAsync()
    // What was about to be opened closes itself.
    await working.catch(() => {})
    signals.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

function ownerOf(things: AsyncDisposableStack, signal: AbortSignal): Stage['own'] {
  return async (opening, close) => {
    const thing = await opening
    if (signal.aborted) {
      await close(thing)
      throw signal.reason
    }
    return things.adopt(thing, async () => {
      await close(thing)
    })
  }
}

function abortionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
