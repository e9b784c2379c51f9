// Sends a mixture of requests to one server, in a process of its own: a `MixedLoad` of soak/load.ts
// comes as JSON on stdin, and a `Window` goes as a line of JSON to stdout every few seconds.
import process from 'node:process'
import { json } from 'node:stream/consumers'
import { type MixedLoad, sendMixture } from './soak/load.ts'

const load = (await json(process.stdin)) as MixedLoad
for await (const window of sendMixture(load)) process.stdout.write(`${JSON.stringify(window)}\n`)
