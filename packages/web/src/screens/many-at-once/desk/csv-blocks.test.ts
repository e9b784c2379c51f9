import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { csvBlocks } from './csv-blocks.ts'
import { FileFaultError } from './file-fault.ts'
import { ROW_AT_MOST, type Row } from './file-shape.ts'

const COMMA = { delimiter: ',', newline: '\n' } as const

async function* piecesOf(text: string, size: number): AsyncGenerator<string> {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size)
}

async function rowsOf(
  text: string,
  size = Infinity,
  dialect: Parameters<typeof csvBlocks>[1] = COMMA,
): Promise<Row[]> {
  const rows: Row[] = []
  for await (const block of csvBlocks(piecesOf(text, size), dialect)) rows.push(...block)
  return rows
}

describe('csvBlocks', () => {
  it('reads quoted cells with commas, quotes and line breaks, and leaves out empty lines', async () => {
    const text = 'label,text\n\nham,"a, ""b""\nc"\nspam,d\n'
    const rows = [
      ['label', 'text'],
      ['ham', 'a, "b"\nc'],
      ['spam', 'd'],
    ]
    assert.deepEqual(await rowsOf(text), rows)
  })

  it('gives the same rows wherever the text is cut', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', 'é', ' '),
      maxLength: 6,
    })
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (wanted, newline) => {
        const line = (row: string[]) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')
        const text = wanted.map((row) => line(row) + newline).join('')
        for (const size of [1, 2, 3, 7, Infinity]) {
          assert.deepEqual(await rowsOf(text, size, { delimiter: ',', newline }), wanted)
        }
      }),
    )
  })

  it('reads lines that end in different ways', async () => {
    const text = 'id,text\r\n1,hello there\n2,"free\r\nprize"\r\n\r\n3,xx\n'
    const rows = [
      ['id', 'text'],
      ['1', 'hello there'],
      ['2', 'free\r\nprize'],
      ['3', 'xx'],
    ]
    for (const size of [1, 2, 3, 7, Infinity]) {
      assert.deepEqual(await rowsOf(text, size, { delimiter: ',', newline: 'mixed' }), rows)
    }
  })

  it('takes a quote inside a cell as it is', async () => {
    assert.deepEqual(await rowsOf('5" pipe,x\n'), [['5" pipe', 'x']])
  })

  it('says in which row a quote is opened that nothing closes', async () => {
    await assert.rejects(rowsOf('a,b\nc,"d\ne,f\n', 4), isFault('quote-open', 2))
    const endless = `a,b\nc,"${'d\n'.repeat(ROW_AT_MOST / 2)}`
    await assert.rejects(rowsOf(endless, 2 ** 20), isFault('quote-open', 2))
  })

  it('gives a row up that does not end', async () => {
    await assert.rejects(rowsOf('a'.repeat(ROW_AT_MOST + 1), 2 ** 20), isFault('row-too-long', 1))
  })
})

function isFault(code: string, row: number) {
  return (error: unknown) => {
    assert.ok(error instanceof FileFaultError)
    assert.deepEqual(error.fault, { code, row })
    return true
  }
}
