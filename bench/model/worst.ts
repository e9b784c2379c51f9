import { readFile } from 'node:fs/promises'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { explainerOf, judgeOf } from './contenders.ts'
import type { Section } from './section.ts'
import { SHIPPED_MODEL } from './shipped.ts'
import { asFromJson, joinToLength, LONGEST_UNITS, repeatToLength } from './texts.ts'
import { type Contender, leastOf, ratioOf, takeTurns } from './turns.ts'

const GOALS = { must: '<= 5', dream: '<= 2' }

/** What somebody may send who wants to keep the server busy. */
const WORST: readonly (readonly [name: string, piece: string])[] = [
  ['one letter', 'a'],
  ['one letter, of the widest kind', '\uFDFA'],
  ['all emoji', '\u{1F600}\u{1F4B0}\u{1F389}'],
  ['all combining marks', '\u0301\u0327\u0489'],
  ['all mathematical letters', '\u{1D41F}\u{1D42B}\u{1D41E}\u{1D41E}'],
  ['all circled letters', '\u{1F175}\u{1F181}'],
  ['all halves of pairs', '\uD800'],
  ['all tags', '\u{E0041}'],
  ['all spaces', ' '],
  ['all digits', '0123456789'],
  ['letters apart', 'a b c d e f g h i j k l m n o p q r s t u v w x y z '],
  ['all CJK', '\u4E2D\u6587\u5783\u573E\u77ED\u4FE1\u514D\u8D39'],
  ['all punctuation', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  ['letters and symbols in turn', 'f.r-3_'],
  ['links', 'http://a.example.com/b?c=1 '],
]

/** Texts of 32,000 UTF-16 units that are hard to read, beside ordinary ones of the same length. */
export const worstSection: Section = {
  name: 'worst',
  title: 'worst-case texts of 32,000 characters, time against ordinary text of the same length',
  corpora: ['spamassassin'],
  async measure(bench) {
    const mails = (await bench.corpus('spamassassin')).map(({ text }) => text)
    const ordinary = asFromJson(joinToLength(mails, LONGEST_UNITS).slice(0, 8))
    const worst = asFromJson(WORST.map(([, piece]) => repeatToLength(piece, LONGEST_UNITS)))
    const classifier = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
    const turns = { warmUp: 10, rounds: bench.isQuick ? 40 : 100, turnMs: 5 }
    const take = async (does: (texts: readonly string[]) => Contender) => {
      const contenders = [does(ordinary), ...worst.map((text) => does([text]))]
      const [ofOrdinary = [], ...ofWorst] = await takeTurns(contenders, turns)
      return { usual: ofOrdinary.map((ms) => ms / ordinary.length), ofWorst }
    }
    const { usual, ofWorst } = await take((texts) => judgeOf(classifier, texts))
    const explained = await take((texts) => explainerOf(classifier, texts))
    return [
      {
        name: 'ordinary text, each character',
        measured: (1e6 * leastOf(usual)) / LONGEST_UNITS,
        unit: 'ns',
        must: '',
        dream: '',
      },
      ...WORST.map(([name], i) => {
        return { name, measured: ratioOf(ofWorst[i] ?? [], usual), unit: 'x', ...GOALS }
      }),
      ...WORST.map(([name], i) => {
        const measured = ratioOf(explained.ofWorst[i] ?? [], explained.usual)
        return { name: `${name}, with all reasons`, measured, unit: 'x', ...GOALS }
      }),
    ]
  },
}
