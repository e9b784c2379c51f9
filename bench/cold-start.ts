// Run by bench/model/cold.ts in a process of its own: imports the classifier, reads the model file
// that its argument names, judges one text, and prints how long each took in milliseconds.
import { readFile } from 'node:fs/promises'
import process from 'node:process'

const begun = performance.now()
const { decodeModel, openClassifier } = await import('@hamlet/classifier')
const imported = performance.now()
const bytes = await readFile(process.argv[2] ?? '')
const read = performance.now()
const classifier = openClassifier(decodeModel(bytes))
const loaded = performance.now()
const { label } = classifier.classify('Free entry: win a prize, call 0800 555 0100 now!')
const answered = performance.now()
process.stdout.write(
  JSON.stringify({
    label,
    import: imported - begun,
    load: loaded - read,
    firstAnswer: answered - loaded,
    toFirstAnswer: answered - begun,
    sinceProcessStart: answered,
  }),
)
