import assert from 'node:assert/strict'
import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { decodeModel, type Example, openClassifier } from '@hamlet/classifier'
import { trainCommand } from './cli/train.ts'
import { readDataset } from './store/dataset.ts'

/* What the described system gets wrong, around the model: each test shows the opposite of a fault. */

let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hamlet-training-'))
})
after(() => rm(folder, { recursive: true }))

/** The model that answers on the first day. */
const SHIPPED = fileURLToPath(new URL('../../../models/default.hamlet', import.meta.url))

/** Runs `hamlet train`. @returns What it printed. */
async function train(...args: readonly string[]): Promise<string> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const printed = text(stdout)
  stderr.resume()
  try {
    assert.equal(
      await trainCommand.run(args, { stdin: new PassThrough(), stdout, stderr, env: {} }),
      0,
    )
  } finally {
    stdout.end()
  }
  return printed
}

async function writeCsv(name: string, examples: readonly Example[]): Promise<string> {
  const file = join(folder, name)
  const lines = examples.map((example) => `${example.label},"${example.text}"`)
  await writeFile(file, `label,text\n${lines.join('\n')}\n`)
  return file
}

describe('faults of the described system: training', () => {
  it('fault 12: no text that is measured was trained on, however often it is repeated', async () => {
    // Labels that nothing in the texts tells: right by chance, or by having seen the text before.
    const distinct = Array.from({ length: 200 }, (_, i) => babble(i))
    const examples = [...distinct, ...distinct, ...distinct]
    const data = await writeCsv('repeated.csv', examples)
    const [out, report] = [join(folder, 'babble.hamlet'), join(folder, 'babble.json')]
    const printed = await train('--data', data, '--out', out, '--report', report)
    const { n, duplicates, held_out: heldOut } = JSON.parse(await readFile(report, 'utf8'))
    assert.deepEqual([n, duplicates, heldOut.n], [200, 400, 40])
    assert.ok(heldOut.accuracy < 0.8, `accuracy ${heldOut.accuracy} of what cannot be known`)
    assert.match(printed, /precision +recall/u)
    const { classify } = openClassifier(decodeModel(await readFile(out)))
    const isKnown = ({ text, label }: Example) => classify(text).label === label
    assert.ok(distinct.filter(isKnown).length > 190, 'a text that was seen would be known')
  })

  it('fault 13: text that was spilled into further columns is joined again', async () => {
    const file = join(folder, 'spilled.csv')
    const rows = [
      'v1,v2,,,',
      'ham,Ok lar... Joking wif u oni...,,,',
      'ham,"Well, he said", I will, and went,,',
      'spam,FREE entry, call 0800 123,,now',
    ]
    await writeFile(file, `${rows.join('\n')}\n`)
    assert.deepEqual(await readDataset(file), [
      { label: 'ham', text: 'Ok lar... Joking wif u oni...' },
      { label: 'ham', text: 'Well, he said, I will, and went' },
      { label: 'spam', text: 'FREE entry, call 0800 123,,now' },
    ])
  })

  it('fault 23: the model is there after training, written in one step', async () => {
    const data = await writeCsv('plain.csv', PLAIN)
    const out = join(folder, 'kept.hamlet')
    await train('--data', data, '--out', out)
    const first = await readFile(out)
    // Whoever has the file open goes on reading the whole old one: it is replaced, not written over.
    const reader = await open(out)
    try {
      await train('--data', data, '--out', out, '--seed', '2')
      assert.deepEqual(await reader.readFile(), first)
    } finally {
      await reader.close()
    }
    const second = await readFile(out)
    assert.notDeepEqual(second, first)
    const { classify } = openClassifier(decodeModel(second))
    assert.equal(classify('free prize, call now').label, 'spam')
    assert.equal(classify('lunch at noon with mother').label, 'ham')
  })

  it('fault 23: a training that fails leaves the former model and nothing else', async () => {
    const data = await writeCsv('plain.csv', PLAIN)
    const place = join(folder, 'place')
    const out = join(place, 'model.hamlet')
    await mkdir(place)
    await train('--data', data, '--out', out)
    const former = await readFile(out)
    const bad = await writeCsv('bad.csv', PLAIN.slice(0, 1))
    await assert.rejects(train('--data', bad, '--out', out))
    await mkdir(join(place, 'taken'))
    await assert.rejects(train('--data', data, '--out', join(place, 'taken')))
    assert.deepEqual(await readFile(out), former)
    assert.deepEqual((await readdir(place)).sort(), ['model.hamlet', 'taken'])
  })
})

describe('faults of the described system: the shipped model', () => {
  it('fault 25: obvious evasion does not pass', async () => {
    const { classify } = openClassifier(decodeModel(await readFile(SHIPPED)))
    for (const text of [
      'W1NN3R!! Y0u h4ve w0n a fr33 pr1ze, c4ll n0w',
      'W I N N E R!! You have w o n a f r e e prize, c a l l now',
      'WINNER!! Y\u043eu h\u0430v\u0435 w\u043en \u0430 fr\u0435\u0435 \u0440riz\u0435, \u0441\u0430ll n\u043ew',
      'W\u200bINN\u200bER!! You have w\u200bon a fr\u200bee pr\u200bize, ca\u200bll now',
    ]) {
      assert.equal(classify(text).label, 'spam', text)
    }
    // The described system has this one the wrong way round, too.
    const notice = 'Your account statement is ready, call us on 0800 123 456 for a free copy'
    assert.equal(classify(notice).label, 'ham')
  })
})

/** Words that say nothing, and a label by a coin that always falls the same way. */
function babble(index: number): Example {
  const bits = Array.from({ length: 8 }, (_, i) => Math.imul(index * 8 + i + 1, 0x9e3779b1) >>> 8)
  const words = bits.map((bit) => (bit % 60_466_176).toString(36))
  const coin = Math.imul(index + 1, 0x85ebca6b) >>> 13
  return { text: words.join(' '), label: coin % 2 === 0 ? 'ham' : 'spam' }
}

const PLAIN: readonly Example[] = Array.from({ length: 20 }, (_, i) =>
  i % 2 === 0
    ? { label: 'ham', text: `lunch at noon with mother on day ${i}` }
    : { label: 'spam', text: `win a free prize, call ${i} now` },
)
