import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { openDesk, type Progress } from './desk.ts'
import type { View } from './view.ts'

const MODEL = new URL('../../../../../../models/default.hamlet', import.meta.url)

const model = new Uint8Array(await readFile(MODEL))
const { classify } = openClassifier(decodeModel(model))

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const ALL: View = { verdict: undefined, search: '', sort: 'row', isDescending: false }

async function judged(content: string, name = 'a.csv') {
  const file = new File([content], name)
  let now = 0
  const desk = openDesk(() => (now += 60))
  const look = await desk.look(file)
  if ('fault' in look) assert.fail(look.fault.code)
  const columns = look.shape.format === 'csv' ? (look.rows[0] ?? []) : look.shape.members
  const plan = { ...look, columns }
  const reports: Progress[] = []
  const result = await desk.judge({ file, plan, model }, (progress) => reports.push(progress))
  return { desk, result, reports }
}

describe('a desk', () => {
  it('judges every row as the classifier does, and leaves those without a text alone', async () => {
    const { desk, result } = await judged(
      `id,text\n1,"See you at six, mum"\n2,\n3,${JSON.stringify(SPAM)}\n`,
    )
    const { rows, total } = desk.page(ALL, 0, 50)
    assert.equal(total, 3)
    assert.deepEqual(
      rows.map(({ number, probability }) => [number, probability]),
      [
        [1, classify('See you at six, mum').spamProbability],
        [2, undefined],
        [3, classify(SPAM).spamProbability],
      ],
    )
    const { notJudged, verdicts } = result
    assert.deepEqual([result.rows, notJudged, verdicts.ham], [3, 1, 1])
    assert.equal(verdicts.spam + verdicts.discard, 1)
    assert.equal(
      result.bins.flat().reduce((sum, count) => sum + count),
      2,
    )
  })

  it('filters, searches and sorts', async () => {
    const { desk } = await judged(`text\nSee you at six\n${SPAM}\n\nok\nPRIZE six\n`)
    const shown = (view: Partial<View>) =>
      desk.page({ ...ALL, ...view }, 0, 50).rows.map(({ number }) => number)
    assert.deepEqual(shown({ search: 'SIX' }), [1, 4])
    assert.deepEqual(shown({ isDescending: true }), [4, 3, 2, 1])
    assert.equal(shown({ sort: 'probability', isDescending: true })[0], 2)
    assert.equal(shown({ sort: 'probability' }).at(-1), 2)
    assert.ok(!shown({ verdict: 'ham' }).includes(2))
    assert.deepEqual(shown({ verdict: 'none' }), [])
  })

  it('saves its findings beside the columns of the file, and lets no spreadsheet run a cell', async () => {
    const cells = ['=1+1', '+1', '-1', '@x', '\t=1', '=a\nb', 'plain, "quoted"']
    const lines = cells.map((cell) => `"${cell.replaceAll('"', '""')}",${SPAM}`)
    const { desk } = await judged(`note,text\n${lines.join('\n')}\n`)
    const saved = await desk.save()
    const csv = await saved.text()
    assert.deepEqual([...(await saved.slice(0, 3).bytes())], [0xef, 0xbb, 0xbf])
    const [head, ...rows] = csv.split('\r\n')
    assert.equal(head, 'note,text,spam_probability,label,verdict')
    assert.deepEqual(
      rows.map((row) => row.slice(0, row.indexOf(`,${SPAM}`))),
      [`"'=1+1"`, `"'+1"`, `"'-1"`, `"'@x"`, `"'\t=1"`, `"'=a\nb"`, '"plain, ""quoted"""', ''],
    )
    const { spamProbability, verdict } = classify(SPAM)
    assert.ok(rows[0]?.endsWith(`${SPAM},${spamProbability},spam,${verdict}`))
  })

  it('draws batches of what is left, and saves what is left as it was', async () => {
    const lines = ['=1+1', 'b', '', 'c'].map((text, id) => JSON.stringify({ id: String(id), text }))
    const { desk } = await judged(lines.join('\n'), 'a.ndjson')
    assert.deepEqual(desk.nextBatch(0, 2), { rows: [0, 1], texts: ['=1+1', 'b'] })
    desk.keepDecision([1], ['id-1'])
    assert.deepEqual(desk.nextBatch(0, 9).rows, [0, 3])
    assert.equal(await (await desk.saveLeft()).text(), `${lines[0]}\n${lines[3]}\n`)
    desk.leaveOut([{ row: 0, fault: { code: 'too-long', limit: 3, detail: '' } }])
    assert.equal(await (await desk.saveLeft()).text(), `${lines[3]}\n`)
    assert.match(await (await desk.save()).text(), /^1,b,[\d.e-]+,\w+,\w+,id-1,\r$/mu)
  })

  it('leaves out what no server stores, and, once it is told a limit, all that is longer', async () => {
    const texts = ['fine', 'nul \0', 'x'.repeat(11), '\ud83d', '💸'.repeat(10), '', '💸'.repeat(11)]
    const lines = [...texts.map((text) => JSON.stringify({ text })), 'no object', '{"text":"last"}']
    const { desk, result } = await judged(lines.join('\n'), 'a.ndjson')
    const notUnicode = { fault: { code: 'not-unicode', detail: '' }, count: 2, first: [2, 4] }
    assert.deepEqual(result.leftOut, [notUnicode])
    assert.deepEqual(desk.nextBatch(0, 9).rows, [0, 2, 4, 6, 8])

    const fault = { code: 'too-long', limit: 10, detail: 'has more than 10 characters' }
    const leftOut = desk.leaveOut([{ row: 2, fault }])
    assert.deepEqual(leftOut, [notUnicode, { fault, count: 2, first: [3, 7] }])
    assert.deepEqual(desk.nextBatch(0, 9).rows, [0, 4, 8])
    const { rows } = desk.page(ALL, 0, 50)
    assert.deepEqual(
      rows.filter(({ fault }) => fault).map(({ number, fault: why }) => [number, why?.code]),
      [
        [2, 'not-unicode'],
        [3, 'too-long'],
        [4, 'not-unicode'],
        [7, 'too-long'],
      ],
    )

    const saved = (await (await desk.save()).text()).trimEnd().split('\r\n')
    assert.equal(saved[0], 'text,spam_probability,label,verdict,not_recorded')
    assert.deepEqual(
      saved.slice(1).map((row) => row.slice(row.lastIndexOf(',') + 1)),
      ['', 'not-unicode', 'too-long', 'not-unicode', '', 'empty', 'too-long', 'unreadable', ''],
    )
  })

  it('names the first twenty rows of many, and counts them all', async () => {
    const lines = Array.from({ length: 300 }, () => '{"text":"\\u0000"}')
    const { result } = await judged(lines.join('\n'), 'a.ndjson')
    const first = Array.from({ length: 20 }, (_, i) => i + 1)
    assert.deepEqual(result.leftOut, [
      { fault: { code: 'not-unicode', detail: '' }, count: 300, first },
    ])
  })

  it('calls its columns differently where the file has columns of those names', async () => {
    const header = 'Label,text,verdict,hamlet_verdict,hamlet_verdict_2'
    const { desk } = await judged(`${header}\nham,See you at six,a,b,c\n`)
    const [head] = (await (await desk.save()).text()).split('\r\n')
    const own = 'spam_probability,hamlet_label,hamlet_verdict_3'
    assert.equal(head, `${header},${own}`)
    const again = await judged(await (await desk.save()).text())
    const [second = ''] = (await (await again.desk.save()).text()).split('\r\n')
    const names = second.toLowerCase().split(',')
    assert.equal(new Set(names).size, names.length, second)
  })

  it('saves members that it first sees late, each in its column', async () => {
    const lines = Array.from({ length: 300 }, (_, i) => {
      const late = i >= 150 ? { note: `n ${i}`, [i === 299 ? 'last' : 'text']: 'late' } : {}
      return JSON.stringify({ text: `row ${i}`, id: i, ...late })
    })
    const { desk, result } = await judged(lines.join('\n'), 'a.ndjson')
    assert.equal(result.rows, 300)
    const saved = (await (await desk.save()).text()).trimEnd().split('\r\n')
    assert.equal(saved[0], 'text,id,note,last,spam_probability,label,verdict')
    assert.match(saved[1] ?? '', /^row 0,0,,,[\d.e-]+,/u)
    assert.match(saved[151] ?? '', /^late,150,n 150,,[\d.e-]+,/u)
    assert.match(saved[300] ?? '', /^row 299,299,n 299,late,[\d.e-]+,/u)
    assert.equal(await (await desk.saveLeft()).text(), `${lines.join('\n')}\n`)
  })

  it('saves cells for which there is no column as a list', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => `${i},See you at six`)
    const { desk } = await judged(`id,text\n${lines.join('\n')},,\n120,spilled, over, "it"\n`)
    const saved = (await (await desk.save()).text()).trimEnd().split('\r\n')
    assert.equal(saved[0], 'id,text,others,spam_probability,label,verdict')
    assert.match(saved[120] ?? '', /^119,See you at six,,[\d.e-]+,/u)
    assert.match(saved[121] ?? '', /^120,spilled,"\[""[^\]]* over""[^\]]*\]",[\d.e-]+,/u)
    const left = (await (await desk.saveLeft()).text()).trimEnd().split('\n')
    assert.deepEqual(JSON.parse(left[119] ?? ''), { id: '119', text: 'See you at six' })
    assert.deepEqual(JSON.parse(left[120] ?? '').others, JSON.stringify([' over', ' "it"']))
  })

  it('puts members for which there are too many columns into one, as an object', async () => {
    const lines = Array.from({ length: 400 }, (_, i) =>
      JSON.stringify({ text: 'See you at six', [`m${i}`]: i, others: 'mine' }),
    )
    const { desk } = await judged(lines.join('\n'), 'a.ndjson')
    const saved = (await (await desk.save()).text()).trimEnd().split('\r\n')
    const head = saved[0]?.split(',') ?? []
    const own = ['hamlet_others', 'spam_probability', 'label', 'verdict']
    assert.deepEqual(head.slice(256), own)
    assert.deepEqual(head.slice(254, 256), ['m252', 'm253'])
    assert.match(saved[254] ?? '', /,253,,[\d.e-]+,\w+,\w+$/u)
    assert.match(saved[255] ?? '', /,"\{""m254"":254\}",[\d.e-]+,\w+,\w+$/u)
  })

  it('draws no more than the server takes at once', async () => {
    const { desk } = await judged(`text\n${'some text\n'.repeat(2500)}`)
    assert.equal(desk.nextBatch(0, Infinity).rows.length, 1000)
    assert.equal(desk.nextBatch(2400, Infinity).rows.length, 100)
    const long = await judged(`text\n${`${'x'.repeat(32_000)}\n`.repeat(300)}`)
    const { texts } = long.desk.nextBatch(0, Infinity)
    const bytes = Buffer.byteLength(JSON.stringify({ texts }))
    assert.ok(texts.length > 20 && bytes < 8 * 2 ** 20, `${texts.length} ${bytes}`)
  })

  it('tells how far it is, and stops when told to', async () => {
    const line = `${'x'.repeat(999)}\n`
    const parts = Array.from({ length: 1000 }, () => line)
    const file = new File(['text\n', ...parts], 'a.csv')
    let now = 0
    const desk = openDesk(() => (now += 60))
    const look = await desk.look(file)
    if ('fault' in look) assert.fail(look.fault.code)
    let reports = 0
    const result = await desk.judge({ file, plan: { ...look, columns: ['text'] }, model }, () => {
      reports++
      desk.stop()
    })
    assert.equal(reports, 1)
    assert.ok(result.isStopped && result.rows > 0 && result.rows < 1000 && result.bytes < file.size)
  })

  it('keeps what it judged before a row that cannot be read', async () => {
    const { result } = await judged(`text\n${'fine\n'.repeat(200)}"open\nrest`)
    assert.deepEqual(result.fault, { code: 'quote-open', row: 202 })
    assert.equal(result.rows, 200)
  })
})
