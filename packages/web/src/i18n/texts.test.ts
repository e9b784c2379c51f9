import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LANGUAGES } from './languages.ts'
import type { TextTree } from './texts.ts'

const SOURCES = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = [...new Set(globSync('**/texts.*.ts', { cwd: SOURCES }).map(dirname))]
  .filter((folder) => folder !== 'i18n')
  .sort()

const PLURAL = /_(?:zero|one|two|few|many|other)$/u

for (const folder of FOLDERS) {
  describe(`the texts of ${folder}`, async () => {
    const trees = await Promise.all(LANGUAGES.map((language) => textsOf(folder, language)))

    it('have the same keys in every language', () => {
      const [first = [], ...others] = trees.map((tree) => [...new Set(keysOf(tree))].sort())
      assert.ok(first.length > 0)
      for (const keys of others) assert.deepEqual(keys, first)
    })

    it('hold the same {{values}} in every language', () => {
      const [first, ...others] = trees.map(valuesByKey)
      for (const values of others) assert.deepEqual(values, first)
    })

    for (const [i, language] of LANGUAGES.entries()) {
      it(`have every plural of ${language}, and no empty text`, () => {
        const leaves = leavesOf(trees[i] ?? {})
        assert.deepEqual(
          leaves.filter(([, text]) => text.trim() === ''),
          [],
        )
        const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
        const plurals = new Set(leaves.map(([key]) => key).filter((key) => PLURAL.test(key)))
        for (const key of plurals) {
          const base = key.replace(PLURAL, '')
          for (const category of wanted) assert.ok(plurals.has(`${base}_${category}`), base)
        }
      })
    }
  })
}

it('knows the shared texts and those of each screen', () => {
  assert.ok(FOLDERS.includes('texts'))
  assert.ok(FOLDERS.length > 3)
})

async function textsOf(folder: string, language: string): Promise<TextTree> {
  const file = pathToFileURL(`${SOURCES}/${folder}/texts.${language}.ts`).href
  const { texts }: { readonly texts: TextTree } = await import(file)
  return texts
}

function keysOf(tree: TextTree): string[] {
  return leavesOf(tree).map(([key]) => key.replace(PLURAL, ''))
}

function valuesByKey(tree: TextTree): Readonly<Record<string, readonly string[]>> {
  const named = leavesOf(tree).map(([key, text]) => {
    const names = [...text.matchAll(/\{\{(\w+)/gu)].map(([, name = '']) => name).sort()
    return [key.replace(PLURAL, ''), [...new Set(names)]] as const
  })
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Every text with its dotted key; a list counts as one key. */
function leavesOf(tree: TextTree, prefix = ''): (readonly [key: string, text: string])[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = `${prefix}${key}`
    if (typeof value === 'string') return [[path, value] as const]
    if (isList(value)) return [[path, value.join('\n')] as const]
    return leavesOf(value, `${path}.`)
  })
}

function isList(value: TextTree | readonly string[]): value is readonly string[] {
  return Array.isArray(value)
}
