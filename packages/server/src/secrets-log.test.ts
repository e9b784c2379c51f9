import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildLog, describeError } from './log.ts'

/** Where nothing may get out, however deep it lies. */
const PERSONAL =
  `authorization x-api-key cookie set-cookie password current_password token access_token
  refresh_token key text text_message texts document_number email phone`.split(/\s+/u)

const PLANTED = 'planted-7f3a'

function openLog() {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const log = buildLog({ environment: 'test', logLevel: 'trace' }, { write })
  return { log, last: () => lines.at(-1) ?? '' }
}

/** As the driver's errors are: what it was asked, and what it found, beside the message. */
function driverError(): Error {
  const told = {
    detail: `Failing row contains (${PLANTED}).`,
    where: `JSON data, line 1: ${PLANTED}`,
    query: `select '${PLANTED}'`,
    params: [PLANTED],
    parameters: [PLANTED],
    hint: PLANTED,
    code: '23514',
  }
  return Object.assign(new Error('new row violates check constraint "fine"'), told)
}

describe('buildLog', () => {
  for (const field of PERSONAL) {
    it(`shows no ${field}, at the top of a message or two levels down`, () => {
      const { log, last } = openLog()
      const held = { [field]: PLANTED }
      for (const facts of [held, { request: held }, { request: { body: held } }]) {
        log.info(facts, 'a message')
        assert.ok(!last().includes(PLANTED), last())
        assert.ok(last().includes('[Redacted]') && last().includes('a message'))
      }
      log.child(held).info('a message of a child')
      assert.ok(!last().includes(PLANTED), last())
    })
  }

  it('shows what is not personal', () => {
    const { log, last } = openLog()
    log.info({ route: PLANTED, deep: { status: PLANTED } }, 'a message')
    const { route, deep } = JSON.parse(last())
    assert.deepEqual([route, deep], [PLANTED, { status: PLANTED }])
  })

  it('shows of an error what describeError says of it, however it is logged', () => {
    const { log, last } = openLog()
    const wrapped = new Error('could not record', { cause: driverError() })
    for (const write of [
      () => log.error(wrapped),
      () => log.error({ err: wrapped }, 'request failed'),
      () => log.child({ err: wrapped }).error('request failed'),
    ]) {
      write()
      assert.ok(!last().includes(PLANTED), last())
      assert.equal(JSON.parse(last()).err.cause.code, '23514')
    }
  })
})

describe('describeError', () => {
  it('keeps name, message, code, stack and cause, and drops everything else', () => {
    const cause = driverError()
    const { stack, ...facts } = describeError(new TypeError('could not record', { cause }))
    assert.match(stack ?? '', /secrets-log\.test/u)
    assert.deepEqual(facts, {
      type: 'TypeError',
      message: 'could not record',
      cause: { type: 'Error', message: cause.message, code: '23514', stack: cause.stack },
    })
  })

  it('says nothing of what is thrown without being an Error', () => {
    for (const thrown of [PLANTED, { password: PLANTED }, [PLANTED], undefined, null]) {
      assert.ok(!JSON.stringify(describeError(thrown)).includes(PLANTED))
    }
  })
})
