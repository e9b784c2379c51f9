import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FileFaultError } from './file-fault.ts'
import { MOST_BYTES, ROW_AT_MOST } from './file-shape.ts'
import { lookAt } from './look.ts'

const look = (content: BlobPart, name: string) => lookAt(new Blob([content]), name)

const isFault = (code: string) => (error: unknown) =>
  error instanceof FileFaultError && error.fault.code === code

describe('lookAt', () => {
  it('finds what separates cells, how rows end, the header and the column of texts', async () => {
    for (const [separator, newline] of [
      [',', '\n'],
      [';', '\r\n'],
      ['\t', '\n'],
      ['|', '\r'],
    ] as const) {
      const lines = [
        ['id', 'Mensagem'],
        ['1', 'oi'],
        ['2', 'tudo bem'],
      ]
      const text = lines.map((cells) => cells.join(separator) + newline).join('')
      const { shape, hasHeader, textColumn, rows } = await look(text, 'a.csv')
      assert.deepEqual([shape.delimiter, shape.newline], [separator, newline])
      assert.deepEqual([hasHeader, textColumn], [true, 1])
      assert.deepEqual(rows, lines)
    }
  })

  it('is not misled by line breaks inside quotes, or by lines that end in different ways', async () => {
    const quoted = await look('id,text\n1,hello\n2,"from:\r\nhi"\n', 'a.csv')
    assert.equal(quoted.shape.newline, '\n')
    assert.deepEqual(quoted.rows.at(-1), ['2', 'from:\r\nhi'])
    const mixed = await look('id,text\r\n1,hello\n2,free prize\n', 'a.csv')
    assert.equal(mixed.shape.newline, 'mixed')
    assert.deepEqual(mixed.rows, [
      ['id', 'text'],
      ['1', 'hello'],
      ['2', 'free prize'],
    ])
  })

  it('takes the longest cells where no column is named', async () => {
    const { hasHeader, textColumn } = await look('1,see you at six,x\n2,win a prize,y\n', 'a.csv')
    assert.deepEqual([hasHeader, textColumn], [false, 1])
  })

  it('reads NDJSON by the members of its objects', async () => {
    const { shape, rows, textColumn } = await look(
      '{"id":1,"text":"a"}\n{"text":"b","n":{}}',
      'a.jsonl',
    )
    assert.deepEqual(shape.members, ['id', 'text', 'n'])
    assert.deepEqual(rows, [
      ['1', 'a', ''],
      ['', 'b', '{}'],
    ])
    assert.equal(textColumn, 1)
  })

  it('reads a first line of NDJSON whole, however long it is; one that does not end is told', async () => {
    const text = 'x'.repeat(300_000)
    const lines = [
      { text, id: 1 },
      { id: 2, text: 'b', late: true },
    ].map((row) => JSON.stringify(row))
    const { shape, rows } = await look(lines.join('\n'), 'a.ndjson')
    assert.deepEqual(shape.members, ['text', 'id'])
    assert.equal(rows[0]?.[0], text)
    assert.deepEqual(rows[1], ['b', '2'])
    const endless = JSON.stringify({ text: 'x'.repeat(ROW_AT_MOST) })
    await assert.rejects(look(endless, 'a.ndjson'), isFault('row-too-long'))
    await assert.rejects(look(`{"text":"${text}`, 'a.ndjson'), isFault('not-ndjson'))
  })

  it('takes any other text by its lines', async () => {
    const { shape, rows } = await look('a, b\r\n\r\nc\n', 'a.txt')
    assert.equal(shape.format, 'text')
    assert.deepEqual(rows, [['a, b'], ['c']])
  })

  it('knows how characters are written: UTF-8, UTF-16 by its mark, or what old spreadsheets write', async () => {
    const cases = [
      [new TextEncoder().encode('\ufeffolá'), 'utf-8'],
      [new Uint8Array([0xff, 0xfe, 0x6f, 0, 0x6c, 0, 0xe1, 0]), 'utf-16le'],
      [new Uint8Array([0xfe, 0xff, 0, 0x6f, 0, 0x6c, 0, 0xe1]), 'utf-16be'],
      [new Uint8Array([0x6f, 0x6c, 0xe1]), 'windows-1252'],
    ] as const
    for (const [bytes, encoding] of cases) {
      const { shape, rows } = await look(bytes, 'a.txt')
      assert.deepEqual([shape.encoding, rows], [encoding, [['olá']]])
    }
  })

  it('says what is wrong with what cannot be read', async () => {
    await assert.rejects(look('', 'a.csv'), isFault('empty'))
    await assert.rejects(look(' \n\n', 'a.txt'), isFault('empty'))
    await assert.rejects(look('PK\u0003\u0004\0\0', 'a.xlsx'), isFault('binary'))
    await assert.rejects(look('[{"text":"a"}]', 'a.json'), isFault('json-array'))
    await assert.rejects(look('text\nhello', 'a.ndjson'), isFault('not-ndjson'))
    await assert.rejects(look('a,b\nc,"d\n', 'a.csv'), isFault('quote-open'))
    const large = { size: MOST_BYTES + 1 } as Blob
    await assert.rejects(lookAt(large, 'a.csv'), isFault('too-large'))
  })
})
