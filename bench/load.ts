// Loads one server, in a process of its own, and prints what autocannon measured as one JSON line.
// Input (stdin): {"url", "seconds", "requests": [{"method", "path", "headers", "body"}]}.
import { text } from 'node:stream/consumers'
import autocannon from 'autocannon'

const { url, seconds, requests } = JSON.parse(await text(process.stdin))
const result = await autocannon({ url, connections: 64, duration: seconds, requests })
const { requests: rate, latency, non2xx, errors } = result
const measured = { perSecond: rate.average, p50: latency.p50, p99: latency.p99, non2xx, errors }
process.stdout.write(`${JSON.stringify({ ...measured, answered: result['2xx'] })}\n`)
