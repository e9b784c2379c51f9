import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { SOURCES } from '@hamlet/classifier'
import { parse } from 'csv-parse/sync'
import { readDataset } from './dataset.ts'

const FILE = fileURLToPath(new URL('../../../../datasets/sample.csv', import.meta.url))

interface SampleRow {
  readonly label: string
  readonly text: string
  readonly source: string
  readonly language: string
}

describe('datasets/sample.csv', () => {
  let rows: readonly SampleRow[]

  before(async () => {
    rows = parse<SampleRow>(await readFile(FILE, 'utf8'), { columns: true })
  })

  const share = (isCounted: (row: SampleRow) => boolean): number =>
    rows.filter(isCounted).length / rows.length

  it('is read whole as a data set', async () => {
    assert.equal((await readDataset(FILE)).length, rows.length)
  })

  it('has 2,500 texts or more', () => assert.ok(rows.length >= 2500))

  it('is Portuguese, 1,500 texts or more, and English', () => {
    assert.ok(rows.every(({ language }) => language === 'pt' || language === 'en'))
    assert.ok(rows.filter(({ language }) => language === 'pt').length >= 1500)
    assert.ok(rows.filter(({ language }) => language === 'en').length >= 900)
  })

  it('is 35 to 45 % spam, in each language', () => {
    for (const language of ['pt', 'en']) {
      const own = rows.filter((row) => row.language === language)
      const spam = own.filter(({ label }) => label === 'spam').length / own.length
      assert.ok(spam >= 0.35 && spam <= 0.45, `${language}: ${spam}`)
    }
  })

  it('has ham and spam of all five sources', () => {
    for (const source of SOURCES) {
      for (const label of ['ham', 'spam']) {
        assert.ok(share((row) => row.source === source && row.label === label) > 0.02)
      }
    }
  })

  it('names no host but those reserved for examples', () => {
    const foreign = rows.flatMap(({ text }) => hostsIn(text)).filter((host) => !isExample(host))
    assert.deepEqual(foreign, [])
  })

  it('holds only 555 telephone numbers', () => {
    const numbers = rows.flatMap(({ text }) => telephonesIn(text))
    assert.ok(numbers.length > 30)
    assert.deepEqual(
      numbers.filter((number) => !number.replace(/\D/gu, '').includes('555')),
      [],
    )
  })

  it('repeats no text', () => {
    assert.equal(new Set(rows.map(({ text }) => text.trim().toLowerCase())).size, rows.length)
  })

  it('has no two texts that share half of their 5-character pieces', () => {
    const pieces = rows.map(({ text }) => piecesOf(text))
    // Of each piece the earlier texts that hold it: only texts with a piece in common are compared.
    const holders = new Map<string, number[]>()
    for (const [i, own] of pieces.entries()) {
      const shared = new Map<number, number>()
      for (const piece of own) {
        const earlier = holders.get(piece) ?? []
        for (const j of earlier) shared.set(j, (shared.get(j) ?? 0) + 1)
        holders.set(piece, [...earlier, i])
      }
      for (const [j, common] of shared) {
        const likeness = common / (own.size + (pieces[j]?.size ?? 0) - common)
        assert.ok(likeness < 0.5, `${rows[i]?.text} | ${rows[j]?.text}`)
      }
    }
  })
})

const ENDINGS =
  'com|net|org|info|biz|io|co|me|tv|app|shop|site|online|xyz|top|br|pt|uk|us|ru|cn|example'

/** Names in links and addresses, and bare names with a common ending. */
function hostsIn(text: string): string[] {
  const linked = text.matchAll(/(?:https?:\/\/|www\.)(?<host>[^\s/:?#"<>]+)/giu)
  const mailed = text.matchAll(/[\w.+-]+@(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)/giu)
  const bare = text.matchAll(
    new RegExp(`(?<host>[\\w-]+(?:\\.[\\w-]+)*\\.(?:${ENDINGS}))\\b`, 'giu'),
  )
  return [...linked, ...mailed, ...bare].map(({ groups }) =>
    (groups?.['host'] ?? '').toLowerCase().replace(/[.,;!)]+$/u, ''),
  )
}

/** Source: RFC 2606, RFC 6761. */
function isExample(host: string): boolean {
  return /(?:^|\.)example(?:\.(?:com|net|org))?$/u.test(host)
}

/** What follows a word for calling, and runs of nine digits or more written with gaps or hyphens. */
function telephonesIn(text: string): string[] {
  return [...text.matchAll(/(?<![\d/.,-])\+?\(?\d{2,5}\)?[ -]\d{3,5}[ -]\d{3,5}(?![\d/,-])/gu)].map(
    ([number]) => number,
  )
}

/** Runs of five characters, digits alike. */
function piecesOf(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/\d/gu, '0').replace(/\s+/gu, ' ')
  return new Set(
    Array.from({ length: Math.max(1, plain.length - 4) }, (_, i) => plain.slice(i, i + 5)),
  )
}
