import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { runCommand } from '../testing/run-command.ts'
import { classifyCommand } from './classify.ts'
import { UsageError } from './command.ts'

const SPAM = 'WINNER!! Claim your free prize, call 09061701461 now'
const HAM = 'ok see you at home, love you'

/** Parses one JSON value per line. */
function records(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** All that makes a stream hard to cut, in 61 lines, the last without an end and no UTF-8. */
function hardStream(format: 'lines' | 'ndjson' | 'csv'): Buffer {
  const line = {
    lines: (text: string, i: number) => (i % 4 === 0 ? `${text}\r\n` : `${text}\n`),
    ndjson: (text: string, i: number) => (i % 5 === 0 ? '{oops\r\n' : `{"text":"${text}"}\n`),
    csv: (text: string, i: number) => `${i},"${text}, ""or"" not"\n`,
  }[format]
  const lines = Array.from({ length: 60 }, (_, i) => line(`${SPAM} ${i} \u2028 \u{1f4b0}`, i))
  const head = format === 'csv' ? '\ufeffid,text\n' : '\ufeff'
  return Buffer.concat([
    Buffer.from(head + lines.join('')),
    Buffer.from('60,'),
    Buffer.of(0xc3, 0xff),
  ])
}

describe('hamlet classify TEXT', () => {
  it('gives label, probability and verdict', async () => {
    const { status, stdout } = await runCommand(classifyCommand, [SPAM])
    assert.equal(status, 0)
    assert.match(stdout, /^spam\t0\.99\d{4}\t(?:spam|discard)\n$/u)
    assert.match((await runCommand(classifyCommand, [HAM])).stdout, /^ham\t0\.0\d{5}\tham\n$/u)
  })

  it('gives reasons that add up, as JSON', async () => {
    const args = [SPAM, '--format', 'ndjson', '--reasons', '3']
    const [record] = records((await runCommand(classifyCommand, args)).stdout)
    const reasons = record?.['reasons'] as { piece: string; contribution: number }[]
    assert.equal(reasons.length, 4)
    const logit = reasons.reduce((sum, one) => sum + one.contribution, Number(record?.['bias']))
    const probability = Number(record?.['spam_probability'])
    assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - probability) < 1e-12)
  })

  it('lists reasons below', async () => {
    const { stdout } = await runCommand(classifyCommand, [SPAM, '--reasons', '2'])
    assert.equal(stdout.split('\n').length, 5)
    assert.match(stdout, /\n +[+-]\d+\.\d\d {2}\(everything else\)\n$/u)
  })
})

describe('hamlet classify, a stream of lines', () => {
  it('answers each line, in order, the text last', async () => {
    const { status, stdout } = await runCommand(classifyCommand, [], `${SPAM}\n\n${HAM}`)
    assert.equal(status, 0)
    const lines = stdout.trimEnd().split('\n')
    assert.equal(lines.length, 3)
    assert.ok(lines[0]?.startsWith('spam\t') && lines[0].endsWith(`\t${SPAM}`))
    assert.ok(lines[1]?.startsWith('ham\t') && lines[1].endsWith('\t'))
    assert.ok(lines[2]?.startsWith('ham\t') && lines[2].endsWith(`\t${HAM}`))
  })

  it('gives nothing for nothing', async () => {
    assert.deepEqual(await runCommand(classifyCommand, []), { status: 0, stdout: '', stderr: '' })
  })
})

describe('hamlet classify, a stream of NDJSON', () => {
  const ndjson = ['--format', 'ndjson']

  it('gives the same object, with the judgement', async () => {
    const input = `{"id":7,"text":"${SPAM}","label":"?"}\n{"text":"${HAM}","source":"sms"}\n`
    const [first, second] = records((await runCommand(classifyCommand, ndjson, input)).stdout)
    assert.deepEqual(Object.keys(first ?? {}), [
      'id',
      'text',
      'label',
      'spam_probability',
      'verdict',
    ])
    assert.deepEqual([first?.['id'], first?.['label']], [7, 'spam'])
    assert.deepEqual([second?.['source'], second?.['label']], ['sms', 'ham'])
  })

  it('tells the model the source', async () => {
    const input = ['sms', 'email', 'fax', undefined].map((source) =>
      JSON.stringify({ text: 'meeting moved, see the link', source }),
    )
    const { stdout } = await runCommand(classifyCommand, ndjson, input.join('\n'))
    const [sms, email, fax, none] = records(stdout).map((one) => one['spam_probability'])
    assert.notEqual(sms, email)
    assert.equal(fax, none)
  })

  it('answers a malformed line with its number, goes on, and ends with 1', async () => {
    const input = `{"text":"a"}\n{oops\n\n[1]\n{"text":5}\n{"text":"b"}\n`
    const { status, stdout, stderr } = await runCommand(classifyCommand, ndjson, input)
    assert.equal(status, 1)
    assert.match(stderr, /^3 lines could not be read/u)
    const answers = records(stdout)
    assert.deepEqual(
      answers.map(({ line, text }) => line ?? text),
      ['a', 2, 4, 5, 'b'],
    )
    assert.ok(answers.slice(1, 4).every(({ error }) => typeof error === 'string'))
  })

  it('keeps a text with U+2028 whole', async () => {
    const input = `{"text":"a\u2028b"}\n`
    const [record] = records((await runCommand(classifyCommand, ndjson, input)).stdout)
    assert.equal(record?.['text'], 'a\u2028b')
  })
})

describe('hamlet classify, a stream of CSV', () => {
  const csv = ['--format', 'csv']

  it('gives the same columns, with the judgement', async () => {
    const input = `id,text,source\n1,"${SPAM}",sms\n2,"two\nlines",\n`
    const { status, stdout } = await runCommand(classifyCommand, csv, input)
    assert.equal(status, 0)
    assert.match(stdout, /^id,text,source,label,spam_probability,verdict\n1,"WINNER/u)
    assert.match(stdout, /\n2,"two\nlines",,(?:ham|spam),0\.\d+,\w+\n$/u)
  })

  it('fails on a header without text, though no row follows', async () => {
    for (const input of ['a,b\n1,2\n', 'a,b\n']) {
      await assert.rejects(runCommand(classifyCommand, csv, input), { message: /column text/u })
    }
  })

  it('leaves out rows that do not fit, says why, and goes on', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},text ${i}\n`)
    rows.splice(2000, 1, 'a,b,c\n')
    for (const workers of ['1', '2']) {
      const input = `id,text\n${rows.join('')}`
      const words = [...csv, '--workers', workers]
      const { status, stdout, stderr } = await runCommand(classifyCommand, words, input)
      assert.equal(status, 1)
      assert.equal(stdout.split('\n').length, 1 + 2999 + 1)
      assert.match(stdout, /\n2001,text 2001,/u)
      assert.match(stderr, /^1 line could not be read; the first: .*line 2002/u)
    }
  })
})

describe('hamlet classify, any stream', () => {
  it('reads no more than can be written', async () => {
    let read = 0
    const chunk = Buffer.from(`${HAM}\n`.repeat(1000))
    const stdin = new Readable({
      read() {
        this.push(read++ < 200 ? chunk : null)
      },
    })
    const { promise: stuck, resolve: letGo } = Promise.withResolvers<void>()
    let written = 0
    const stdout = new Writable({
      write: (bytes: Buffer, _encoding, done) => {
        written += bytes.length
        stuck.then(() => done())
      },
    })
    const run = classifyCommand.run([], { stdin, stdout, stderr: new Writable(), env: {} })
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.ok(read > 0 && read < 50, `${read} chunks were read while nothing could be written`)
    letGo()
    assert.equal(await run, 0)
    assert.equal(read, 201)
    assert.ok(written > 200 * chunk.length)
  })

  it('ends quietly when nobody reads any more', async () => {
    const stdout = new Writable({
      write: (_bytes, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    })
    stdout.on('error', () => {})
    const stdin = Readable.from([Buffer.from(`${HAM}\n`)])
    const status = await classifyCommand.run([], { stdin, stdout, stderr: new Writable(), env: {} })
    assert.equal(status, 0)
  })

  for (const format of ['lines', 'ndjson', 'csv'] as const) {
    it(`gives the same bytes wherever chunks end, for any number of threads: ${format}`, async () => {
      const input = hardStream(format)
      const run = (workers: string, chunks: readonly Uint8Array[]) => {
        const stdin = Readable.from(chunks.map((chunk) => Buffer.from(chunk)))
        return runCommand(classifyCommand, ['--format', format, '--workers', workers], stdin)
      }
      const whole = await run('1', [input])
      assert.equal(whole.stdout.trimEnd().split('\n').length, format === 'csv' ? 62 : 61)
      const cuts = fc.array(fc.nat({ max: input.length }), { maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(cuts, fc.constantFrom('1', '3'), async (places, workers) => {
          const edges = [0, ...places.toSorted((x, y) => x - y), input.length]
          const chunks = edges.slice(1).map((end, i) => input.subarray(edges[i], end))
          assert.deepEqual(await run(workers, chunks), whole)
        }),
        { numRuns: 20 },
      )
    })
  }

  for (const args of [
    ['two', 'texts'],
    ['--workers', '0'],
    ['--format', 'xml'],
    ['--reasons', 'all'],
    [SPAM, '--format', 'csv'],
  ]) {
    it(`refuses the words ${args.join(' ')}`, async () => {
      await assert.rejects(runCommand(classifyCommand, args), UsageError)
    })
  }
})
