import assert from 'node:assert/strict'
import { once } from 'node:events'
import { cp, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { call, logIn } from './client.ts'
import { newFolder, type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { type RunningServer, runHamlet, spawnHamlet, startServer } from './running-server.ts'

describe('hamlet migrate', { skip: WITHOUT_POSTGRES, concurrency: 2 }, () => {
  it('takes the newest step back, and forward again, and shows where it is', async () => {
    await using scope = new AsyncDisposableStack()
    const env = await postgresPlace(scope)
    const migrate = async (action: string) => {
      const { status, stdout, stderr } = await runHamlet(['migrate', action], env)
      assert.equal(status, 0, stderr)
      return stdout.trimEnd().split('\n')
    }
    const before = await migrate('status')
    assert.ok(before.length >= 2)
    for (const line of before) assert.match(line, /^\d{4}-\d{2}-\d{2}T\S+Z {2}\d{4}\S*$/u)
    const newest = before.at(-1)?.split('  ')[1]
    assert.deepEqual(await migrate('down'), [`down ${newest}`])
    assert.deepEqual(await migrate('status'), [...before.slice(0, -1), `has not run  ${newest}`])
    assert.deepEqual(await migrate('up'), [`up ${newest}`])
    assert.deepEqual(await migrate('up'), ['nothing to do'])
  })

  it('writes a file for a new one', async () => {
    await using scope = new AsyncDisposableStack()
    const cli = await copyOfServer(scope)
    const { status, stdout, stderr } = await runHamlet(['migrate', 'new', 'add-notes'], {}, cli)
    assert.equal(status, 0, stderr)
    assert.match(stdout, /migrations\/\d{14}-add-notes\.ts\n$/u)
    const source = await readFile(stdout.trimEnd(), 'utf8')
    for (const name of ['up', 'down']) assert.ok(source.includes(`export async function ${name}`))
  })
})

describe('hamlet beside a running server', { skip: WITHOUT_POSTGRES, concurrency: 2 }, () => {
  const scope = new AsyncDisposableStack()
  let env: Place
  let server: RunningServer

  before(async () => {
    env = await postgresPlace(scope)
    server = await startServer(scope, env)
  })
  after(() => scope.disposeAsync())

  it('makes an administrator, and gives one a new password', async () => {
    const create = ['account', 'create', '--username', 'ops', '--email', 'ops@example.com']
    const made = await runHamlet([...create, '--admin'], env)
    assert.equal(made.status, 0, made.stderr)
    const [, password = ''] = /^made ops \(admin\); password (\S+)\n$/u.exec(made.stdout) ?? []
    const token = await logIn(server.url, 'ops', password)
    assert.equal((await call(server.url, '/users/', { token })).status, 200, 'only admins may')

    const ACCOUNT_PASSWORD = 'another password 1'
    const reset = await runHamlet(['account', 'reset-password', 'ops'], {
      ...env,
      ACCOUNT_PASSWORD,
    })
    assert.equal(reset.stdout, 'ops has a new password\n')
    await assert.rejects(logIn(server.url, 'ops', password), /invalid-credentials/u)
    await logIn(server.url, 'ops', ACCOUNT_PASSWORD)
  })

  it('says what is wrong with an account that it cannot make', async () => {
    const again = ['account', 'create', '--username', 'admin', '--email', 'other@example.com']
    const { status, stderr } = await runHamlet(again, env)
    assert.equal(status, 1)
    assert.match(stderr, /account-exists.*username/u)
  })

  it('prints the very OpenAPI document that the server serves', async () => {
    const { status, stdout } = await runHamlet(['openapi'])
    assert.equal(status, 0)
    const { body } = await call(server.url, '/openapi.json')
    assert.deepEqual(JSON.parse(stdout), body)
  })

  it('masks secrets among the values in force', async () => {
    const secrets = {
      JWT_SECRET: '6a4e1f0b'.repeat(8),
      DATABASE_URL: 'postgresql://hamlet:very-secret@127.0.0.1/hamlet',
      FIRST_SUPERUSER_PASSWORD: 'very-secret',
      METRICS_TOKEN: 'a very-secret token',
    }
    const { status, stdout } = await runHamlet(['settings', '--values'], secrets)
    assert.equal(status, 0)
    for (const name of Object.keys(secrets)) assert.ok(stdout.includes(`${name}=[secret]\n`))
    assert.ok(!stdout.includes('very-secret') && !stdout.includes(secrets.JWT_SECRET))
    assert.match(stdout, /^MONTHLY_QUOTA=10$/mu)
  })
})

/** A copy of the program: a new migration in the real one would be run by whoever starts it now. */
async function copyOfServer(scope: AsyncDisposableStack): Promise<string> {
  const folder = await newFolder(scope)
  const repository = fileURLToPath(new URL('..', import.meta.url))
  const copy = join(folder, 'packages', 'server')
  await cp(join(repository, 'packages', 'server'), copy, { recursive: true })
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return join(copy, 'src', 'cli.ts')
}

describe('hamlet, when nobody reads what it prints any more', () => {
  it('ends without a complaint', async () => {
    const child = spawnHamlet(['openapi'], {})
    child.stdout?.destroy()
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
    const [status] = await once(child, 'close')
    assert.deepEqual({ status, said }, { status: 0, said: '' })
  })
})
