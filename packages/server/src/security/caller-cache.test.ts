import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Caller } from '../domain/account.ts'
import type { AccountId, Milliseconds } from '../domain/units.ts'
import { buildCallerCache, CALLER_LIFE } from './caller-cache.ts'

const callerOf = (username: string): Caller => ({
  accountId: `id of ${username}` as AccountId,
  username,
  role: 'user',
  scopes: ['spam_ml'],
  sessionId: undefined,
  overQuota: 'refuse',
})
const CALLER = callerOf('ofelia')
const life = (milliseconds: number) => milliseconds as Milliseconds

describe('the cache of callers', () => {
  it('finds a caller by the very credential that was verified', () => {
    const cache = buildCallerCache()
    cache.keep('hk_one', { caller: CALLER, epoch: cache.epoch(), life: CALLER_LIFE })
    assert.equal(cache.find('hk_one'), CALLER)
    for (const other of ['hk_on', 'hk_one ', 'HK_ONE', ''])
      assert.equal(cache.find(other), undefined)
  })

  it('forgets everybody when it is cleared, and keeps who is verified after that', () => {
    const cache = buildCallerCache()
    cache.keep('hk_one', { caller: CALLER, epoch: cache.epoch(), life: CALLER_LIFE })
    cache.clear()
    assert.equal(cache.find('hk_one'), undefined)
    cache.keep('hk_one', { caller: CALLER, epoch: cache.epoch(), life: CALLER_LIFE })
    assert.equal(cache.find('hk_one'), CALLER)
  })

  it('does not keep what was verified before it was cleared', () => {
    const cache = buildCallerCache()
    const epoch = cache.epoch()
    cache.clear()
    cache.keep('hk_one', { caller: CALLER, epoch, life: CALLER_LIFE })
    assert.equal(cache.find('hk_one'), undefined)
  })

  it('verifies a credential once for all who come meanwhile, and anew after it was cleared', async () => {
    const cache = buildCallerCache()
    let runs = 0
    const { promise, resolve } = Promise.withResolvers<Caller>()
    const verify = () => {
      runs++
      return promise
    }
    const both = [cache.share('hk_one', verify), cache.share('hk_one', verify)]
    const other = cache.share('hk_two', verify)
    assert.equal(runs, 2)
    cache.clear()
    const later = cache.share('hk_one', verify)
    assert.equal(runs, 3)
    resolve(CALLER)
    assert.deepEqual(await Promise.all([...both, other, later]), [CALLER, CALLER, CALLER, CALLER])
    await cache.share('hk_one', verify)
    assert.equal(runs, 4)
  })

  it('believes a caller for as long as its credential lives, and not at all when that is over', async () => {
    const cache = buildCallerCache()
    const epoch = cache.epoch()
    cache.keep('short', { caller: CALLER, epoch, life: life(40) })
    cache.keep('over', { caller: CALLER, epoch, life: life(0) })
    cache.keep('long over', { caller: CALLER, epoch, life: life(-1) })
    assert.equal(cache.find('short'), CALLER)
    assert.equal(cache.find('over'), undefined)
    assert.equal(cache.find('long over'), undefined)
    await setTimeout(60)
    assert.equal(cache.find('short'), undefined)
  })

  it('believes nobody for more than 5 seconds, however long the credential lives', async (test) => {
    test.mock.timers.enable({ apis: ['setTimeout', 'Date'] })
    const started = performance.now()
    let elapsed = 0
    test.mock.method(performance, 'now', () => started + elapsed)
    const cache = buildCallerCache()
    const day = life(86_400_000)
    cache.keep('key', { caller: CALLER, epoch: cache.epoch(), life: day })
    elapsed = 4999
    test.mock.timers.tick(4999)
    assert.equal(cache.find('key'), CALLER)
    elapsed = 5001
    test.mock.timers.tick(2)
    assert.equal(cache.find('key'), undefined)
  })

  it('is bounded: of many callers the ones that were asked for least recently go', () => {
    const cache = buildCallerCache()
    const keep = (name: string) =>
      cache.keep(name, { caller: callerOf(name), epoch: cache.epoch(), life: CALLER_LIFE })
    keep('first')
    keep('second')
    cache.find('first')
    for (let i = 0; i < 19_999; i++) keep(`caller ${i}`)
    assert.equal(cache.find('first')?.username, 'first')
    assert.equal(cache.find('second'), undefined)
  })
})
