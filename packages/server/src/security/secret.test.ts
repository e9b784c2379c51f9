import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { format, inspect } from 'node:util'
import { buildLog } from '../log.ts'
import { Secret } from './secret.ts'

const VALUE = 'the rest is silence'
const secret = new Secret(VALUE)

describe('a secret', () => {
  it('gives its value to who asks for it by name', () => assert.equal(secret.reveal(), VALUE))

  for (const [how, shown] of Object.entries({
    'as a text': `${secret}`,
    'in a sum of texts': String(['a', secret]),
    'by toString': secret.toString(),
    'as JSON': JSON.stringify({ deep: [{ secret }] }),
    'by inspect': inspect({ deep: { deeper: { secret } } }, { depth: 9, showHidden: true }),
    'by format': format('%s %o %O %j', secret, secret, secret, secret),
    'in the message of an error': inspect(new Error(`no ${secret}`, { cause: secret })),
  })) {
    it(`is not shown ${how}`, () => {
      assert.ok(!shown.includes(VALUE))
      assert.ok(shown.includes('[secret]'))
    })
  }

  it('is not in the log', () => {
    const lines: string[] = []
    const destination = { write: (line: string) => void lines.push(line) }
    const log = buildLog({ environment: 'test', logLevel: 'trace' }, destination)
    log.info({ secret, deep: { secret } }, `%s ${secret}`, secret)
    assert.ok(lines.length === 1 && !lines[0]?.includes(VALUE))
  })

  it('has no property, own or inherited, that holds it', () => {
    assert.deepEqual(Reflect.ownKeys(secret), [])
    assert.deepEqual({ ...secret }, {})
    assert.ok(!inspect(structuredClone({ ...secret })).includes(VALUE))
  })
})
