import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { NOBODY } from '../../packages/server/src/testing/postgres-server.ts'
import { newFolder } from '../places.ts'

/** A file system of its own, in memory. */
export interface SmallDisk {
  readonly folder: string
  /** Takes all of its room. @returns The file that takes it. */
  readonly fill: () => Promise<string>
}

/** Whether this process may mount a file system. */
export async function mayMount(): Promise<boolean> {
  await using scope = new AsyncDisposableStack()
  try {
    await openSmallDisk(scope, 1)
    return true
  } catch {
    return false
  }
}

/**
 * Mounts a disk that belongs to the user of PostgreSQL; the scope unmounts it.
 *
 * @throws {Error} It may not be mounted.
 */
export async function openSmallDisk(
  scope: AsyncDisposableStack,
  mebibytes: number,
): Promise<SmallDisk> {
  const folder = await newFolder(scope)
  const options = `size=${mebibytes}m,mode=700,uid=${NOBODY},gid=${NOBODY}`
  run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder])
  // A connection may still have a file open that was deleted.
  scope.defer(() => run('umount', ['--lazy', folder]))
  const fill = async () => {
    const file = join(folder, 'filler')
    // Others write, too, so how much room there is cannot be known before.
    await writeFile(file, Buffer.alloc(mebibytes * 1_048_576)).catch(ignoreFull)
    return file
  }
  return { folder, fill }
}

function ignoreFull(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOSPC') throw error
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`, { cause: error })
}
