import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildLog } from '../log.ts'
import { RequestLog } from './request-log.ts'

function openRequestLog() {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const log = buildLog({ environment: 'test', logLevel: 'debug' }, { write })
  return { log: new RequestLog(log, { reqId: 'r1' }), lines }
}

describe('RequestLog', () => {
  it('names its request on every line, of every level that is on', () => {
    const { log, lines } = openRequestLog()
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      log[level]({ level_name: level }, 'a line')
    }
    const said = lines.map((line) => JSON.parse(line))
    assert.deepEqual(
      said.map(({ level_name }) => level_name),
      ['debug', 'info', 'warn', 'error', 'fatal'],
    )
    assert.ok(said.every(({ reqId, msg }) => reqId === 'r1' && msg === 'a line'))
    assert.equal(log.level, 'debug')
  })

  it('has children that name it, too', () => {
    const { log, lines } = openRequestLog()
    log.child({ part: 'p' }).info('a line')
    const { reqId, part } = JSON.parse(lines[0] ?? '')
    assert.deepEqual([reqId, part], ['r1', 'p'])
  })

  it('hides what is personal', () => {
    const { log, lines } = openRequestLog()
    log.info({ text: 'planted' }, 'a line')
    assert.ok(!lines[0]?.includes('planted'))
  })
})
