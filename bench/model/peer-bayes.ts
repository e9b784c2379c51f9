import type { Peer } from './peer.ts'
import { requirePeer } from './peer-packages.ts'

/** What is used of the package `bayes`. */
interface Bayes {
  readonly learn: (text: string, label: string) => Promise<unknown>
  readonly categorize: (text: string) => Promise<string>
}

/** What is used of `natural`. */
interface NaturalBayes {
  readonly addDocument: (text: string, label: string) => void
  readonly train: () => void
  readonly classify: (text: string) => string
}

/** What is used of `wink-naive-bayes-text-classifier`. */
interface WinkBayes {
  readonly definePrepTasks: (tasks: readonly ((text: string) => string[])[]) => void
  readonly defineConfig: (config: object) => void
  readonly learn: (text: string, label: string) => void
  readonly consolidate: () => void
  readonly predict: (text: string) => string
}

/** The package `bayes` with its own tokenizer; it answers with promises. */
export const bayesPeer: Peer = {
  name: 'bayes 1.0.0',
  async train(examples) {
    const bayes = (requirePeer('bayes') as () => Bayes)()
    for (const { text, label } of examples) await bayes.learn(text, label)
    return async (texts) => {
      const isSpam: boolean[] = []
      for (const text of texts) isSpam.push((await bayes.categorize(text)) === 'spam')
      return isSpam
    }
  },
}

/** The package `natural` with its own tokenizer and stemmer. */
export const naturalPeer: Peer = {
  name: 'natural 8.1.1, BayesClassifier',
  async train(examples) {
    // The package's entry would load drivers of databases, read an .env file and print.
    const file = 'natural/lib/natural/classifiers/bayes_classifier.js'
    const bayes = new (requirePeer(file) as new () => NaturalBayes)()
    for (const { text, label } of examples) bayes.addDocument(text, label)
    bayes.train()
    return (texts) => texts.map((text) => bayes.classify(text) === 'spam')
  },
}

/** wink with the preparation of texts that it brings: words without stop words, stemmed. */
export const winkPeer = winkPeerWith(
  'its prep-text',
  () => requirePeer('wink-naive-bayes-text-classifier/src/prep-text.js') as PrepTask,
)

/** wink with the plainest preparation there is. */
export const winkPlainPeer = winkPeerWith(
  'words in lower case',
  () => (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [],
)

type PrepTask = (text: string) => string[]

function winkPeerWith(preparation: string, openTask: () => PrepTask): Peer {
  return {
    name: `wink-naive-bayes-text-classifier 2.2.1, ${preparation}`,
    async train(examples) {
      const bayes = (requirePeer('wink-naive-bayes-text-classifier') as () => WinkBayes)()
      bayes.definePrepTasks([openTask()])
      bayes.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 })
      for (const { text, label } of examples) bayes.learn(text, label)
      bayes.consolidate()
      return (texts) => texts.map((text) => bayes.predict(text) === 'spam')
    },
  }
}
