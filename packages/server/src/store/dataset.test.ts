import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { DatasetError, readDataset, readDatasets } from './dataset.ts'

describe('readDataset', () => {
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hamlet-dataset-'))
  })
  after(() => rm(folder, { recursive: true }))

  async function read(contents: string | Uint8Array) {
    const file = join(folder, 'texts.csv')
    await writeFile(file, contents)
    return readDataset(file)
  }

  async function refusal(contents: string): Promise<DatasetError> {
    const error = await read(contents).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    assert.ok(error instanceof DatasetError, String(error))
    assert.equal(error.message, `${join(folder, 'texts.csv')}, line ${error.line}: ${error.reason}`)
    return error
  }

  it('reads label and text, quotes and line breaks', async () => {
    assert.deepEqual(await read('label,text\r\nham,"a ""b"",\nc"\r\nspam,d\r\n'), [
      { label: 'ham', text: 'a "b",\nc' },
      { label: 'spam', text: 'd' },
    ])
  })

  it('finds its columns by name, in any order, and reads the source', async () => {
    assert.deepEqual(await read('id,source,Text,language,Label\n1,SMS,a,en,ham\n2,,b,pt,spam\n'), [
      { label: 'ham', text: 'a', source: 'sms' },
      { label: 'spam', text: 'b' },
    ])
  })

  it('takes labels in any case, and 0 and 1', async () => {
    const examples = await read('label,text\nHam,a\nSPAM,b\n0,c\n1,d\n')
    assert.deepEqual(
      examples.map(({ label }) => label),
      ['ham', 'spam', 'ham', 'spam'],
    )
  })

  it('joins a text that spilled over its columns, as in v1,v2,,,', async () => {
    const examples = await read('v1,v2,,,\nham,one,,,\nspam,"win, now", call, 0800,\nham,a,,b,\n')
    assert.deepEqual(
      examples.map(({ text }) => text),
      ['one', 'win, now, call, 0800', 'a,,b'],
    )
  })

  it('joins a text with commas that nobody quoted', async () => {
    assert.deepEqual(await read('label,text\nham,yes, no, maybe\n'), [
      { label: 'ham', text: 'yes, no, maybe' },
    ])
  })

  it('reads UTF-8 with a byte order mark', async () => {
    assert.deepEqual(await read('\ufefflabel,text\nham,olá\n'), [{ label: 'ham', text: 'olá' }])
  })

  it('reads Windows-1252, of which Latin-1 is a part, where it is not UTF-8', async () => {
    const bytes = Buffer.from('v1,v2,,,\nspam,win \xa31000 ol\xe1,,,\n', 'latin1')
    assert.deepEqual(await read(bytes), [{ label: 'spam', text: 'win £1000 olá' }])
  })

  it('brings back whatever was written', async () => {
    const row = fc.record({
      label: fc.constantFrom('ham', 'spam'),
      text: anyText({ minLength: 1 }).filter((text) => !text.includes('\r')),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 10 }), async (rows) => {
        const csv = stringify(rows, { header: true, columns: ['label', 'text'], quoted: true })
        assert.deepEqual(
          (await read(csv)).map(({ label, text }) => ({ label, text })),
          rows.map(({ label, text }) => ({ label, text })),
        )
      }),
    )
  })

  const refusals: readonly (readonly [contents: string, line: number, reason: RegExp])[] = [
    ['', 1, /the file is empty/u],
    ['hello,world\nham,a\n', 1, /names neither label and text nor v1 and v2/u],
    ['label,texts\nham,a\n', 1, /names neither/u],
    ['label,text\nham,a\nmaybe,b\n', 3, /the label "maybe" is not ham, spam, 0 or 1/u],
    ['label,text\nham,"two\nlines"\n,b\n', 4, /the label "" is not/u],
    ['label,text\nham,a\nspam\n', 3, /the text is empty/u],
    ['label,text,source\nham,a,fax\n', 2, /the source "fax" is not one of sms, comment/u],
    ['text,label\na,ham,more\n', 2, /3 cells, but the header names 2/u],
    ['label,text\nham,"a\n', 2, /quot/iu],
  ]
  for (const [contents, line, reason] of refusals) {
    it(`refuses ${JSON.stringify(contents)}, naming line ${line}`, async () => {
      const error = await refusal(contents)
      assert.equal(error.line, line)
      assert.match(error.reason, reason)
    })
  }

  it('says when there is no such file', async () => {
    await assert.rejects(readDataset(join(folder, 'none.csv')), { code: 'ENOENT' })
  })

  it('reads several files as one, in order', async () => {
    const [a, b] = [join(folder, 'a.csv'), join(folder, 'b.csv')]
    await writeFile(a, 'label,text\nham,1\n')
    await writeFile(b, 'v1,v2\nspam,2\n')
    const texts = (await readDatasets([b, a])).map(({ text }) => text)
    assert.deepEqual(texts, ['2', '1'])
  })
})
