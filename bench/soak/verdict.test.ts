import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasMissed } from '../server/rows.ts'
import type { Sample } from './samples.ts'
import { panelsOf, rowsOf } from './verdict.ts'

const COUNT = 60

function samplesOf(change: (i: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: COUNT }, (_, i) => ({
    ...{ at: 5 * (i + 1), seconds: 5, answers: 2500, decisions: 100, p50: 3, p99: 12 },
    ...{ statuses: { 'classify 200': 100 }, wrong: {} },
    memory: [
      { pid: 10, megabytes: 150 },
      { pid: 11, megabytes: 220 },
    ],
    ...{ heapMegabytes: 120, delayP50: 10, delayP99: 12 },
    ...change(i),
  }))
}

const STORED = { stored: 100 * COUNT, units: 100 * COUNT }

function badRows(samples: readonly Sample[], stored = STORED): string[] {
  return rowsOf(samples, stored)
    .filter(hasMissed)
    .map(({ name }) => name)
}

describe('rowsOf', () => {
  it('finds nothing bad in what is level, answered as it should and stored', () => {
    assert.deepEqual(badRows(samplesOf()), [])
  })

  it('finds the process that grows, and not its neighbour', () => {
    const samples = samplesOf((i) => ({
      memory: [
        { pid: 10, megabytes: 150 },
        { pid: 11, megabytes: 220 + 2 * i },
      ],
    }))
    assert.deepEqual(badRows(samples), ['memory of process 2: growth, last third by middle third'])
  })

  it('finds a process that is gone', () => {
    const samples = samplesOf((i) => (i > 55 ? { memory: [{ pid: 10, megabytes: 150 }] } : {}))
    assert.deepEqual(badRows(samples), ['memory of process 2: growth, last third by middle third'])
  })

  it('finds wrong answers, and decisions that are stored without an answer or a unit', () => {
    const samples = samplesOf((i) => (i === 7 ? { wrong: { 'batch 500': 2 } } : {}))
    assert.deepEqual(badRows(samples, { stored: 100 * COUNT + 1, units: 100 * COUNT }), [
      'answered wrongly, or not at all',
      'decisions: stored, not answered',
      'decisions: stored, other than units taken',
    ])
  })

  it('does not look at the speed of a last window that is a rest, but counts its decisions', () => {
    const rest = { at: 300.2, seconds: 0.2, answers: 3, p99: 900 }
    const samples = [...samplesOf(), { ...samplesOf()[0], ...rest } as Sample]
    assert.deepEqual(badRows(samples, { stored: 6100, units: 6100 }), [])
    assert.equal(panelsOf(samples)[0]?.lines[0]?.points.length, COUNT)
  })

  it('too short a time says nothing, and is no proof', () => {
    assert.ok(badRows(samplesOf().slice(0, 3), { stored: 300, units: 300 }).length > 0)
  })
})
