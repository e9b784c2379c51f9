import { pageFolder } from '../compose.ts'
import type { Settings } from '../settings.ts'
import type { SuperuserOutcome } from '../usecases/ensure-superuser.ts'
import { VERSION } from '../version.ts'
import type { Io } from './command.ts'

/** Tells, on stderr, where everything is; the only place where a made password is ever shown. */
export function welcome(
  { stderr }: Pick<Io, 'stderr'>,
  settings: Settings,
  superuser: SuperuserOutcome | undefined,
): void {
  const { host, port } = settings.listen
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const lines = [
    `${settings.projectName} ${VERSION}, ${databaseLine(settings)}`,
    ...(pageFolder() ? [`  page       ${base}/app/`] : []),
    `  API        ${base}`,
    `  docs       ${base}/docs`,
    ...(superuser ? [`  superuser  ${superuserLine(superuser)}`] : []),
  ]
  stderr.write(`\n${lines.join('\n')}\n\n`)
}

function databaseLine({ database }: Settings): string {
  return database.kind === 'embedded' ? `embedded database in ${database.folder}` : 'on PostgreSQL'
}

function superuserLine(superuser: SuperuserOutcome): string {
  const { username } = superuser
  if (superuser.outcome === 'there') return `${username} (made earlier)`
  const { madePassword } = superuser
  if (madePassword === undefined) return `${username} (made now, with the password you set)`
  return `${username}, password ${madePassword.reveal()} (made now, shown only this once)`
}
