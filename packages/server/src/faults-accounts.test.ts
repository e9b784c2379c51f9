import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import {
  as,
  logIn,
  type Member,
  newPerson,
  openTestService,
  promote,
  signUp,
  type TestService,
} from './testing/harness.ts'

/* What the described system gets wrong, around accounts: each test shows the opposite of a fault. */

let service: TestService
let admin: Member

before(async () => {
  service = await openTestService()
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const register = (changes: object = {}) =>
  service.app.inject({ method: 'POST', url: '/users/register/', payload: newPerson(changes) })

const get = (member: Member, url: string) => service.app.inject(as(member, { url }))

async function logInAsking(member: Member, scope: string) {
  const { username, password } = member
  const payload = { username, password, scope }
  return service.app.inject({ method: 'POST', url: '/login/', payload })
}

describe('faults of the described system: accounts', () => {
  it('fault 5: strangers see no accounts', async () => {
    const [one, two] = await Promise.all([signUp(service.app), signUp(service.app)])
    for (const url of ['/users/', `/users/${one.id}`, '/users/whoami']) {
      const reply = await service.app.inject({ url })
      assert.equal(reply.statusCode, 401)
      assert.ok(!reply.body.includes(one.email))
    }
    assert.equal((await get(two, '/users/')).statusCode, 403)
    const ofOther = await get(two, `/users/${one.id}`)
    const ofNobody = await get(two, '/users/01a20556-07b9-7192-95c3-f6aa292e0722')
    assert.equal(ofOther.statusCode, 404)
    const withoutId = ({ instance: _, ...problem }: { instance: string }) => problem
    assert.deepEqual(withoutId(ofOther.json()), withoutId(ofNobody.json()))
    assert.equal((await get(one, `/users/${one.id}`)).json().email, one.email)
    assert.equal((await get(admin, `/users/${one.id}`)).json().email, one.email)
  })

  it('fault 6: /users/whoami is not mistaken for the account with the id "whoami"', async () => {
    const member = await signUp(service.app)
    const [plain, slashed] = await Promise.all([
      get(member, '/users/whoami'),
      get(member, '/users/whoami/'),
    ])
    assert.equal(plain.statusCode, 200)
    assert.equal(plain.json().username, member.username)
    assert.deepEqual(slashed.json(), plain.json())
    assert.equal((await get(admin, '/users/whoami')).json().username, admin.username)
  })

  it('fault 7: nobody gets a scope that their role does not have', async () => {
    const member = await signUp(service.app)
    const greedy = await logInAsking(member, 'spam_ml admin')
    assert.equal(greedy.statusCode, 200)
    assert.equal(greedy.json().scope, 'spam_ml')
    const headers = { authorization: `Bearer ${greedy.json().access_token}` }
    assert.equal((await service.app.inject({ url: '/users/', headers })).statusCode, 403)
    const raise = call('PATCH', `/users/${member.id}`, { monthly_limit: null })
    assert.equal((await service.app.inject({ ...raise, headers })).statusCode, 403)
    const onlyAdmin = await logInAsking(member, 'admin')
    assert.equal(onlyAdmin.statusCode, 422)
    assert.equal(onlyAdmin.json().type, '/problems/invalid-scope')
    assert.equal((await logInAsking(admin, 'admin')).json().scope, 'admin')
    const former = await promote(service, await signUp(service.app))
    assert.equal((await get(former, '/users/')).statusCode, 200)
    const demotion = call('PATCH', `/users/${former.id}`, { role: 'user' })
    assert.equal((await service.app.inject(as(admin, demotion))).statusCode, 200)
    assert.equal((await get(former, '/users/')).statusCode, 403)
  })

  it('fault 15: a repeated username, document or e-mail is 409 and named', async () => {
    const first = newPerson()
    const registering = { method: 'POST', url: '/users/register/', payload: first } as const
    assert.equal((await service.app.inject(registering)).statusCode, 201)
    for (const field of ['username', 'document_number', 'email'] as const) {
      const reply = await register({ [field]: first[field] })
      assert.equal(reply.statusCode, 409)
      assert.deepEqual(reply.json().errors, [
        { pointer: `#/${field}`, code: 'taken', detail: 'is taken' },
      ])
    }
    const all = await service.app.inject(registering)
    assert.equal(all.statusCode, 409)
    assert.equal(all.json().errors.length, 3)
  })

  it('fault 18: users/1, users/whoami and users/ answer what they should', async () => {
    const member = await signUp(service.app)
    assert.equal((await get(member, '/users/1')).statusCode, 404)
    assert.equal((await get(admin, '/users/1')).statusCode, 404)
    assert.equal((await get(member, '/users/whoami')).statusCode, 200)
    const list = await get(admin, '/users/?limit=100')
    assert.equal(list.statusCode, 200)
    const names = list.json().items.map(({ username }: { username: string }) => username)
    assert.ok(names.includes(member.username) && names.includes(admin.username))
    assert.equal(list.json().total, names.length)
  })

  it('fault 19: a taken name, a long phone and a page before the first are refused, not errors', async () => {
    const member = await signUp(service.app)
    assert.equal((await register({ username: member.username })).statusCode, 409)
    assert.equal((await register({ username: member.username.toUpperCase() })).statusCode, 409)
    assert.equal((await register({ phone: '9'.repeat(33) })).statusCode, 422)
    assert.equal((await register({ phone: '9'.repeat(100_000) })).statusCode, 422)
    for (const query of [
      'skip=-1',
      'limit=0',
      'limit=-1',
      'skip=1e400',
      'limit=-1e400',
      'skip=x',
      'limit=1.5',
    ]) {
      assert.equal((await get(admin, `/users/?${query}`)).statusCode, 422, query)
    }
    const leapSecond = { name: 'a key', expires_at: '2026-12-31T23:59:60Z' }
    const key = call('POST', '/users/me/keys', leapSecond)
    assert.equal((await service.app.inject(as(member, key))).statusCode, 422)
  })

  it('fault 19: a NUL character or half of a surrogate pair is refused wherever it is sent', async () => {
    const member = await signUp(service.app)
    for (const bad of ['\0', 'a\0b', '\ud83d', 'x\udc00']) {
      for (const request of [...requestsWith(bad), ...requestsOf(member, bad)]) {
        const reply = await service.app.inject(request)
        const what = `${request.method} ${request.url} with ${JSON.stringify(bad)}`
        assert.equal(reply.statusCode, 422, `${what}: ${reply.body}`)
      }
    }
    // Over HTTP, a query and a form can hold a NUL; half of a pair cannot be written there.
    for (const url of ['/users/?q=%00', '/users/?q=a%00b', '/v1/decisions?label=%00']) {
      assert.equal((await get(admin, url)).statusCode, 422, url)
    }
    for (const url of ['/users/?q=%ED%A0%80', '/users/?q=%FF', '/users/%00', '/users/%FF']) {
      const { statusCode, body } = await get(admin, url)
      assert.ok(statusCode < 500, `${url}: ${statusCode} ${body}`)
    }
  })

  it('fault 20: documents are checked, in the old forms and the alphanumeric one', async () => {
    for (const document of ['12.ABC.345/01DE-35', '11.222.333/0001-81', '529.982.247-25']) {
      assert.equal((await register({ document_number: document })).statusCode, 201, document)
    }
    for (const document of ['12.ABC.345/01DE-34', '11.222.333/0001-82', '529.982.247-24', 'none']) {
      const reply = await register({ document_number: document })
      assert.equal(reply.statusCode, 422, document)
      assert.equal(reply.json().type, '/problems/document-invalid')
    }
  })

  it('fault 20: a name may have three words, and must have two', async () => {
    for (const name of ['Ana Maria Souza', 'João da Silva Sauro', '山田 太郎']) {
      const reply = await register({ full_name: name })
      assert.equal(reply.statusCode, 201)
      assert.equal(reply.json().full_name, name)
    }
    assert.equal((await register({ full_name: 'Ofelia' })).statusCode, 422)
    assert.equal((await register({ full_name: 'Ofelia ' })).statusCode, 422)
  })

  it('fault 20: one mailbox in another case is the same account', async () => {
    const member = await signUp(service.app, { email: 'Ofelia.Souza@Example.com' })
    const again = await register({ email: 'ofelia.souza@EXAMPLE.COM' })
    assert.equal(again.statusCode, 409)
    assert.deepEqual(again.json().errors, [
      { pointer: '#/email', code: 'taken', detail: 'is taken' },
    ])
    const { headers } = await logIn(service.app, 'OFELIA.SOUZA@example.com', member.password)
    const whoami = await service.app.inject({ url: '/users/whoami', headers })
    assert.equal(whoami.json().id, member.id)
  })
})

/** Requests of nobody in particular with `bad` in one text each. */
function requestsWith(bad: string) {
  const person = newPerson()
  const fields = Object.keys(person).map((field) => ({ ...person, [field]: bad }))
  const bodies = [...fields, { ...person, phone: bad }, { ...person, [bad]: 'x' }]
  const credentials = { username: person.username, password: person.password }
  return [
    ...bodies.map((payload) => call('POST', '/users/register/', payload)),
    ...Object.keys(credentials).map((field) =>
      call('POST', '/login/', { ...credentials, [field]: bad }),
    ),
    call('POST', '/login/', { ...credentials, scope: bad }),
    call('POST', '/login/refresh', { refresh_token: bad }),
  ]
}

/** Requests of a member with `bad` in one text each. */
function requestsOf(member: Member, bad: string) {
  const password = { password: 'another horse 8', current_password: member.password }
  const own = { full_name: 'Ofelia Souza', phone: '1', email: 'x@example.com', ...password }
  const requests = [
    ...Object.keys(own).map((field) => call('PATCH', '/users/me', { ...own, [field]: bad })),
    call('DELETE', '/users/me', { password: bad }),
    call('POST', '/users/me/keys', { name: bad }),
    call('POST', '/predict_sentiment', { text_message: bad }),
    call('POST', '/v1/classify', { text: bad }),
    call('POST', '/v1/classify', { text: 'fine', source: bad }),
    call('POST', '/v1/classify/batch', { texts: ['fine', bad] }),
  ]
  return requests.map((request) => ({ ...request, headers: member.headers }))
}

function call(method: 'POST' | 'PATCH' | 'DELETE', url: string, payload: object) {
  return { method, url, payload } as const satisfies InjectOptions
}
