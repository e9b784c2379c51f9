import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { call, logIn, signUp, usedUnits } from './client.ts'
import { holdRequest } from './held-request.ts'
import { anyPlace, newFolder } from './places.ts'
import { type RunningServer, runHamlet, startServer, waitUntil } from './running-server.ts'

// Most of the time is spent waiting for processes to start.
describe('hamlet serve', { concurrency: 2 }, () => {
  describe('on the embedded database', { concurrency: 1 }, () => {
    const scope = new AsyncDisposableStack()
    let DATA_DIR: string
    let server: RunningServer

    before(async () => {
      DATA_DIR = await newFolder(scope)
    })
    after(() => scope.disposeAsync())

    it('tells on its first start, and only then, who administers it', async () => {
      const first = await startServer(scope, { DATA_DIR })
      assert.match(first.log(), new RegExp(`API +${first.url}\\n`, 'u'))
      assert.match(first.log(), new RegExp(`docs +${first.url}/docs\\n`, 'u'))
      const password = madePassword(first)
      const token = await logIn(first.url, 'admin', password)
      const { body } = await call<{ readonly role: string }>(first.url, '/users/whoami', { token })
      assert.equal(body.role, 'admin')

      await first.stop()
      assert.deepEqual(filesWith(DATA_DIR, password), [], 'it is kept nowhere in clear')
      server = await startServer(scope, { DATA_DIR, MONTHLY_QUOTA: '5000' })
      assert.match(server.log(), /superuser +admin \(made earlier\)\n/u)
      assert.ok(!server.log().includes(password))
      await logIn(server.url, 'admin', password)
    })

    it('refuses a folder or a port that another server has, which goes on unharmed', async () => {
      const LOCAL_PORT = String(server.port)
      const [sameFolder, samePort] = await Promise.all([
        runHamlet(['serve'], { DATA_DIR, LOCAL_PORT: '0' }),
        anyPlace(scope).then((place) => runHamlet(['serve'], { ...place, LOCAL_PORT })),
      ])
      assert.deepEqual([sameFolder.status, samePort.status], [1, 1])
      const folderInUse = `The data folder ${DATA_DIR} is in use .*process ${server.pid}`
      assert.match(sameFolder.stderr, new RegExp(folderInUse, 'u'))
      const portInUse = `127.0.0.1:${LOCAL_PORT} is in use .*LOCAL_PORT`
      assert.match(samePort.stderr, new RegExp(portInUse, 'u'))
      const { token } = await signUp(server.url)
      assert.equal((await predict(server, token, 'see you at five')).status, 200)
    })

    it('finishes what is in flight after SIGTERM, records it and ends with 0', async () => {
      const { token } = await signUp(server.url)
      const texts = Array.from({ length: 1000 }, (_, i) => `text number ${i} of a long batch`)
      const batch = await holdRequest(`${server.url}/v1/classify/batch`, token, { texts })
      const [answer, { status }] = await Promise.all([batch.send(), server.stop()])
      assert.equal(answer.status, 200)
      const { decisions } = answer.body as { readonly decisions: readonly unknown[] }
      assert.equal(decisions.length, texts.length)
      assert.equal(status, 0)

      const again = await startServer(scope, { DATA_DIR })
      assert.equal(await usedUnits(again.url, token), texts.length)
    })
  })

  it('ends at once at a second SIGTERM, unless that is the echo of the first', async () => {
    await using scope = new AsyncDisposableStack()
    const server = await startServer(scope, await anyPlace(scope))
    const { token } = await signUp(server.url)
    // As long as it lasts the server does not end by itself.
    const held = await holdRequest(`${server.url}/v1/classify`, token, { text: 'never sent' })
    scope.defer(held.drop)
    server.signal('SIGINT')
    server.signal('SIGTERM')
    await waitUntil('no new connections', () => isRefused(server))
    assert.equal(await Promise.race([server.ended, setTimeout(400, 'running')]), 'running')
    server.signal('SIGTERM')
    const end = await Promise.race([server.ended, setTimeout(10_000, undefined, { ref: false })])
    assert.equal(end?.status, 1)
  })

  it('lists every fault of its settings at once, with 78', async () => {
    const env = { APP_ENV: 'production', FIRST_SUPERUSER: 'root' }
    const { status, stderr } = await runHamlet(['serve'], env)
    assert.equal(status, 78)
    for (const name of ['JWT_SECRET', 'FIRST_SUPERUSER_PASSWORD', 'DATABASE_URL']) {
      assert.match(stderr, new RegExp(`^ +${name}: .*is missing`, 'mu'))
    }
  })

  it('refuses more than one process on the embedded database, with 78', async () => {
    await using scope = new AsyncDisposableStack()
    const DATA_DIR = await newFolder(scope)
    const { status, stderr } = await runHamlet(['serve'], { DATA_DIR, WORKERS_PER_CORE: '16' })
    assert.equal(status, 78)
    assert.match(stderr, /WORKERS_PER_CORE: .*the embedded database takes one/u)
  })

  it('reads the file that ENV_FILE names, and the environment wins over it', async () => {
    await using scope = new AsyncDisposableStack()
    const ENV_FILE = join(await newFolder(scope), 'settings.env')
    await writeFile(ENV_FILE, 'PROJECT_NAME="From the file"\nMONTHLY_QUOTA=77\n')
    const [there, gone] = await Promise.all([
      runHamlet(['settings', '--values'], { ENV_FILE, MONTHLY_QUOTA: '88' }),
      runHamlet(['settings', '--values'], { ENV_FILE: `${ENV_FILE}.not` }),
    ])
    assert.match(there.stdout, /^PROJECT_NAME=From the file$/mu)
    assert.match(there.stdout, /^MONTHLY_QUOTA=88$/mu)
    assert.equal(gone.status, 78)
    assert.match(gone.stderr, /ENV_FILE: .*cannot be read/u)
  })

  it('trains a model once when there is no file, and keeps it', async () => {
    await using scope = new AsyncDisposableStack()
    const place = await anyPlace(scope)
    const DATASET_PATH = join(place.DATA_DIR, 'examples.csv')
    await writeFile(DATASET_PATH, examples())
    const env = { ...place, DATASET_PATH, MODEL_PATH: join(place.DATA_DIR, 'none.hamlet') }
    const first = await startServer(scope, env)
    const version = await modelVersion(first)
    assert.match(first.log(), /there is no model: training one/u)
    for (const measure of ['precision', 'recall', 'f1']) assert.ok(first.log().includes(measure))
    const { token } = await signUp(first.url)
    const answer = await predict(first, token, 'win a free prize number 3 now')
    assert.deepEqual([answer.spam_polarity, answer.model_version], ['Spam', version])

    await first.stop()
    const second = await startServer(scope, env)
    assert.equal(await modelVersion(second), version)
    assert.doesNotMatch(second.log(), /training/u)
  })
})

describe('hamlet', { concurrency: 2 }, () => {
  it('ends with 2 at a command it does not know', async () => {
    const { status, stderr } = await runHamlet(['serv'])
    assert.equal(status, 2)
    assert.match(stderr, /there is no command "serv"/u)
  })

  it('explains itself and each of its commands', async () => {
    const { status, stdout } = await runHamlet(['--help'])
    const commands = [...stdout.matchAll(/^ {2}(\w+) +\S/gmu)].map(([, name]) => name ?? '')
    assert.equal(status, 0)
    assert.ok(commands.includes('serve'))
    await Promise.all(
      commands.map(async (command) => {
        const help = await runHamlet([command, '--help'])
        assert.equal(help.status, 0)
        assert.match(help.stdout, new RegExp(`^hamlet ${command}`, 'u'))
      }),
    )
  })
})

function madePassword(server: RunningServer): string {
  const [, password] = /superuser +admin, password (\S+) \(made now/u.exec(server.log()) ?? []
  assert.ok(password, server.log())
  return password
}

/** Files of a folder, at any depth, in which a text stands. */
function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text))
}

function isRefused({ url }: RunningServer): Promise<boolean> {
  return call(url, '/livez', { headers: { connection: 'close' } }).then(
    () => false,
    () => true,
  )
}

interface Predicted {
  readonly status: number
  readonly spam_polarity: string
  readonly model_version: string
}

async function predict({ url }: RunningServer, token: string, text: string): Promise<Predicted> {
  const json = { text_message: text }
  const { status, body } = await call<Predicted>(url, '/predict_sentiment', { token, json })
  return { ...body, status }
}

async function modelVersion({ url }: RunningServer): Promise<string> {
  const { body } = await call<Health>(url, '/health_check')
  return body.checks.model.version
}

interface Health {
  readonly checks: { readonly model: { readonly version: string } }
}

/** Labelled texts that are easily told apart, as the described system had them. */
function examples(): string {
  const rows = Array.from({ length: 60 }, (_, i) => [
    `ham,see you at lunch on day ${i}, mum,,`,
    `spam,win a free prize number ${i} now,,,`,
  ])
  return `v1,v2,,,\n${rows.flat().join('\n')}\n`
}
