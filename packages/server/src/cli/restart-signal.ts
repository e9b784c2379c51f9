/**
 * Restarts whenever SIGHUP comes; one that comes meanwhile starts it once more afterwards. On a
 * terminal SIGHUP says that it was closed, and ends the process as ever.
 */
export function restartOnSignal(restart: () => Promise<void>): void {
  if (process.stdin.isTTY) return
  let isRunning = false
  let isAskedAgain = false
  const run = async () => {
    isRunning = true
    try {
      do {
        isAskedAgain = false
        await restart()
      } while (isAskedAgain)
    } finally {
      isRunning = false
    }
  }
  process.on('SIGHUP', () => {
    if (isRunning) isAskedAgain = true
    else void run()
  })
}
