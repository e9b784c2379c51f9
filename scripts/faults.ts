// Does harm to a server under load, every way that e2e/faults/scenarios.ts lists, several rounds.
import { resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { parseArgs } from 'node:util'
import { SCENARIOS } from '../e2e/faults/scenarios.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
  },
})
const { rounds, seed, only } = values
for (const number of [rounds, seed]) {
  if (!/^\d+$/u.test(number)) throw new RangeError(`not a whole number: ${number}`)
}
Object.assign(process.env, { FAULT_ROUNDS: rounds, FAULT_SEED: seed, FAULT_NAME: only })
process.stdout.write(`npm run test:faults -- --rounds ${rounds} --seed ${seed}\n`)

if (!SCENARIOS.some(({ name }) => new RegExp(only, 'u').test(name))) {
  throw new RangeError(`no fault is called so: ${only}`)
}
const tests = run({ files: [resolve('e2e/faults/faults.test.ts')], execArgv: ['--liftoff-only'] })
tests.on('test:fail', () => {
  process.exitCode = 1
})
for await (const line of tests.compose(new spec())) process.stdout.write(line)
