import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import {
  as,
  cpfNumber,
  logIn,
  type Member,
  newPerson,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u
const NOW = '2026-05-15T12:00:00.000Z'

let service: TestService

before(async () => {
  service = await openTestService()
})
after(() => service.close())

const register = (payload: object, { app } = service) =>
  app.inject({ method: 'POST', url: '/users/register/', payload })

const ask = (member: Pick<Member, 'headers'>, options: InjectOptions) =>
  service.app.inject(as(member, options))

const change = (member: Member, payload: object) =>
  ask(member, { method: 'PATCH', url: '/users/me', payload })

const whoami = (member: Pick<Member, 'headers'>) => ask(member, { url: '/users/whoami' })

const refresh = (token: string) =>
  service.app.inject({ method: 'POST', url: '/login/refresh', payload: { refresh_token: token } })

describe('POST /users/register/', () => {
  it('201: the account as it is stored, documents without punctuation, never the password', async () => {
    const person = newPerson({ document_number: '529.982.247-25', phone: '+55 (11) 90000-0000' })
    const reply = await register(person)
    assert.equal(reply.statusCode, 201)
    assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
    const { id, ...account } = reply.json()
    assert.match(id, UUID_V7)
    assert.deepEqual(account, {
      email: person.email,
      full_name: 'Ofelia Souza',
      username: person.username,
      document_number: '52998224725',
      phone: '+55 (11) 90000-0000',
      role: 'user',
      created_at: NOW,
    })
  })

  it('201: without the slash, without a phone, or with an empty one', async () => {
    const url = '/users/register'
    const plain = await service.app.inject({ method: 'POST', url, payload: newPerson() })
    assert.deepEqual([plain.statusCode, plain.json().phone], [201, null])
    assert.equal((await register(newPerson({ phone: '' }))).json().phone, null)
  })

  it('201: a CNPJ, a CNPJ with letters, and a name with spaces around', async () => {
    for (const [typed, bare] of [
      ['11.222.333/0001-81', '11222333000181'],
      ['12.abc.345/01de-35', '12ABC34501DE35'],
    ]) {
      const reply = await register(newPerson({ document_number: typed, full_name: '  Ana de Sá ' }))
      assert.equal(reply.json().document_number, bare, reply.body)
      assert.equal(reply.json().full_name, 'Ana de Sá')
    }
  })

  it('409: names every field that is taken, whatever its case or punctuation', async () => {
    const first = newPerson({ document_number: cpfNumber(700) })
    await register(first)
    const { email, username, document_number: document } = first
    const punctuated = document.replace(/^(...)(...)(...)/u, '$1.$2.$3-')
    for (const [changes, pointers] of [
      [{ email: email.toUpperCase() }, ['#/email']],
      [{ username: username.toUpperCase() }, ['#/username']],
      [{ document_number: punctuated }, ['#/document_number']],
      [
        { email, username, document_number: document },
        ['#/document_number', '#/email', '#/username'],
      ],
    ] as const) {
      assertProblem(await register(newPerson(changes)), 409, 'account-exists', pointers)
    }
  })

  it('409: of ten at once with one name, one is made', async () => {
    const person = newPerson()
    const replies = await Promise.all(Array.from({ length: 10 }, () => register(person)))
    const made = replies.filter(({ statusCode }) => statusCode === 201)
    assert.equal(made.length, 1)
    assert.equal(replies.filter(({ statusCode }) => statusCode === 409).length, 9)
  })

  it('422: points at each field that is wrong', async () => {
    for (const [field, values] of Object.entries({
      email: ['', 'nobody', 'a@b@c', `${'a'.repeat(250)}@b.example`],
      full_name: ['', 'Ofelia', '  Ofelia  ', 'a'.repeat(201)],
      username: ['', 'ab', 'a'.repeat(65), 'has space', 'naïve', 'a@b'],
      password: ['', '12345', 'a'.repeat(257)],
      document_number: ['', '1'.repeat(33)],
      phone: ['call me', '1'.repeat(33)],
    })) {
      for (const value of values) {
        const reply = await register(newPerson({ [field]: value }))
        const pointers = new Set(
          reply.json().errors.map((fault: { pointer: string }) => fault.pointer),
        )
        assert.deepEqual([reply.statusCode, [...pointers]], [422, [`#/${field}`]], value)
      }
    }
  })

  it('422: a document whose check digits are wrong, or all of one digit', async () => {
    for (const document_number of [
      '529.982.247-24',
      '111.111.111-11',
      '11.222.333/0001-80',
      'none',
    ]) {
      const reply = await register(newPerson({ document_number }))
      assertProblem(reply, 422, 'document-invalid', ['#/document_number'])
    }
  })

  it('422: names every missing and every unknown field', async () => {
    const fields = ['document_number', 'email', 'full_name', 'password', 'username']
    const missing = fields.map((field) => `#/${field}`)
    assertProblem(await register({}), 422, 'invalid-request', missing)
    const unknown = await register(newPerson({ role: 'admin', monthly_limit: 9 }))
    assertProblem(unknown, 422, 'invalid-request', ['#/monthly_limit', '#/role'])
  })

  it('422: a password shorter than PASSWORD_MIN_LENGTH, ten in production', async () => {
    const production = { APP_ENV: 'production', DATABASE_URL: 'postgresql://db.example/hamlet' }
    for (const [environment, shortest] of [
      [{ PASSWORD_MIN_LENGTH: '12' }, 12],
      [production, 10],
    ] as const) {
      const strict = await openTestService(environment, service.database)
      const short = await register(newPerson({ password: 'é'.repeat(shortest - 1) }), strict)
      assertProblem(short, 422, 'password-too-short', ['#/password'])
      assert.match(short.json().detail, new RegExp(`${shortest}`, 'u'))
      const enough = await register(newPerson({ password: 'é'.repeat(shortest) }), strict)
      assert.equal(enough.statusCode, 201)
      await strict.close()
    }
  })

  it('201: in APP_ENV=local documents are not checked', async () => {
    const local = await openTestService({ APP_ENV: 'local' }, service.database)
    const reply = await register(newPerson({ document_number: '000' }), local)
    assert.deepEqual([reply.statusCode, reply.json().document_number], [201, '000'])
    await local.close()
  })
})

describe('GET /users/whoami', () => {
  it('200: the account, with its limit and standing', async () => {
    const member = await signUp(service.app, { document_number: cpfNumber(800) })
    const reply = await whoami(member)
    assert.equal(reply.statusCode, 200)
    assert.deepEqual(reply.json(), {
      id: member.id,
      email: member.email,
      full_name: 'Ofelia Souza',
      username: member.username,
      document_number: cpfNumber(800),
      phone: null,
      role: 'user',
      created_at: NOW,
      monthly_limit: 10,
      monthly_limit_kind: 'default',
      disabled: false,
    })
    const slashed = await ask(member, { url: '/users/whoami/' })
    assert.deepEqual(slashed.json(), reply.json())
  })
})

describe('PATCH /users/me', () => {
  it('200: changes what was sent and nothing else', async () => {
    const member = await signUp(service.app, { phone: '190' })
    const before = (await whoami(member)).json()
    const changed = await change(member, { full_name: ' Ana de Sá ' })
    assert.deepEqual(changed.json(), { ...before, full_name: 'Ana de Sá' })
    assert.equal((await change(member, { phone: '' })).json().phone, null)
    const email = `new-${member.email}`
    assert.equal((await change(member, { email })).json().email, email)
    assert.ok((await logIn(service.app, email, member.password)).access)
    assert.deepEqual((await whoami(member)).json(), {
      ...before,
      full_name: 'Ana de Sá',
      phone: null,
      email,
    })
  })

  it('200: a new password ends every other session at once, and the old one is void', async () => {
    const member = await signUp(service.app)
    const other = await logIn(service.app, member.username, member.password)
    assert.equal((await whoami(other)).statusCode, 200)
    const passwords = { password: 'a new password', current_password: member.password }
    assert.equal((await change(member, passwords)).statusCode, 200)
    assertProblem(await whoami(other), 401, 'invalid-token')
    assertProblem(await refresh(other.refresh), 401, 'invalid-refresh-token')
    assert.equal((await whoami(member)).statusCode, 200)
    assert.equal((await refresh(member.refresh)).statusCode, 200)
    await assert.rejects(
      logIn(service.app, member.username, member.password),
      /invalid-credentials/u,
    )
    assert.ok((await logIn(service.app, member.username, 'a new password')).access)
  })

  it('422: a new password needs the current one, and must be long enough', async () => {
    const member = await signUp(service.app)
    const current = ['#/current_password']
    const password = 'a new password'
    assertProblem(await change(member, { password }), 422, 'wrong-password', current)
    const guessed = await change(member, { password, current_password: 'guessed' })
    assertProblem(guessed, 422, 'wrong-password', current)
    const short = await change(member, { password: '12345', current_password: member.password })
    assertProblem(short, 422, 'invalid-request', ['#/password'])
    assert.ok((await logIn(service.app, member.username, member.password)).access)
  })

  it('409: an e-mail address that somebody else has', async () => {
    const [one, two] = [await signUp(service.app), await signUp(service.app)]
    const email = one.email.toUpperCase()
    assertProblem(await change(two, { email, full_name: 'A B' }), 409, 'account-exists', [
      '#/email',
    ])
    assert.equal((await whoami(two)).json().full_name, 'Ofelia Souza')
    assert.equal((await change(one, { email })).json().email, email)
  })

  it('422: nothing to change, and what is not the owner’s to change', async () => {
    const member = await signUp(service.app)
    assertProblem(await change(member, {}), 422, 'invalid-request', ['#'])
    const forbidden = { role: 'admin', monthly_limit: null, username: 'other', disabled: false }
    const pointers = Object.keys(forbidden).map((field) => `#/${field}`)
    assertProblem(await change(member, forbidden), 422, 'invalid-request', pointers)
  })
})
