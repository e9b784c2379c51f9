import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import * as built from '@hamlet/classifier'
import manifest from '../package.json' with { type: 'json' }
import * as sources from '../packages/classifier/src/index.ts'
import { scriptedTexts } from '../packages/classifier/src/testing/scripted-texts.ts'
import { toyCorpusWithSources } from '../packages/classifier/src/testing/toy-corpus.ts'

const MODEL = new URL('../models/default.hamlet', import.meta.url)

describe('the built classifier', () => {
  it('is built anew before every script of npm that may run it', () => {
    const names = Object.keys(manifest.scripts).filter((name) => !name.startsWith('pre'))
    const scripts: Readonly<Record<string, string>> = manifest.scripts
    const unguarded = names.filter((name) => scripts[`pre${name}`] !== 'node scripts/install.mjs')
    assert.deepEqual(unguarded, ['build'])
  })

  it('has the exports of its sources', () => {
    assert.deepEqual(Object.keys(built).sort(), Object.keys(sources).sort())
    assert.notEqual(built.openClassifier, sources.openClassifier)
  })

  it('judges and explains as its sources do', async () => {
    const bytes = await readFile(MODEL)
    const one = built.openClassifier(built.decodeModel(bytes))
    const other = sources.openClassifier(sources.decodeModel(bytes))
    for (const { text, source } of scriptedTexts(300, 2)) {
      assert.deepEqual(one.classify(text, source), other.classify(text, source))
      assert.deepEqual(one.explain(text, source), other.explain(text, source))
    }
  })

  it('learns the same bytes', () => {
    const examples = toyCorpusWithSources(60, 3)
    const encoded = built.encodeModel(built.trainModel(examples, { bits: 12 }))
    assert.deepEqual(encoded, sources.encodeModel(sources.trainModel(examples, { bits: 12 })))
  })
})
