// Run by bench/batch.ts in a process of its own: the shipped model judges all texts again and again.
// {"texts", "seconds"} comes as JSON on stdin; a `Loaded` of server/load.ts goes to stdout, one
// "request" being all texts once.
import { readFile } from 'node:fs/promises'
import { createHistogram } from 'node:perf_hooks'
import process from 'node:process'
import { json } from 'node:stream/consumers'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { SHIPPED_MODEL } from './model/shipped.ts'
import type { Loaded } from './server/load.ts'

const { texts, seconds } = (await json(process.stdin)) as {
  readonly texts: readonly string[]
  readonly seconds: number
}
const classifier = openClassifier(decodeModel(await readFile(SHIPPED_MODEL)))
const latency = createHistogram()
const begun = performance.now()
let last = begun
while (last - begun < 1000 * seconds) {
  for (const text of texts) classifier.classify(text)
  const now = performance.now()
  latency.record(Math.max(1, Math.round(1000 * (now - last))))
  last = now
}
const measured: Loaded = {
  seconds: (last - begun) / 1000,
  statuses: { 200: latency.count },
  failed: 0,
  p50: latency.percentile(50) / 1000,
  p99: latency.percentile(99) / 1000,
}
process.stdout.write(JSON.stringify(measured))
