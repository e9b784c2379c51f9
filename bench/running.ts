import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A server under measurement, in a process of its own. */
export interface Running {
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Starts a Node program of this repository that listens on LOCAL_PORT, and waits until it answers. */
export async function startNode(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Running> {
  const file = fileURLToPath(new URL(`../${program}`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${env['LOCAL_PORT']}`
  await untilAnswering(url, child)
  const stop = async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
  }
  return { url, stop }
}

async function untilAnswering(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${url} ended with ${child.exitCode}`)
    const isUp = await fetch(url, { method: 'POST', body: '{}' }).then(
      () => true,
      () => false,
    )
    if (isUp) return
    await setTimeout(50)
  }
}
