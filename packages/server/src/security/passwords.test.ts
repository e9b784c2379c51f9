import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { verify } from '@node-rs/argon2'
import { DomainError, isDomainError } from '../domain/errors.ts'
import type { Seconds } from '../domain/units.ts'
import { buildPasswords, type Passwords } from './passwords.ts'
import { Secret } from './secret.ts'

let passwords: Passwords
before(async () => {
  passwords = await buildPasswords()
})

const RIGHT = new Secret('correct horse 7')
const WRONG = new Secret('correct horse 8')

/** Lets everything happen that can without argon2's own work. */
const settle = async () => {
  for (let i = 0; i < 5; i++) await setImmediate()
}

describe('hash', () => {
  it('is a PHC string of argon2id with the stated cost, and a salt of its own', async () => {
    const hashes = [await passwords.hash(RIGHT), await passwords.hash(RIGHT)]
    for (const phc of hashes) {
      assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/u)
      assert.equal(await verify(phc, RIGHT.reveal()), true)
      assert.ok(!phc.includes(RIGHT.reveal()))
    }
    assert.notEqual(hashes[0], hashes[1])
  })
})

describe('verify', () => {
  it('knows the password, and no other', async () => {
    const phc = await passwords.hash(RIGHT)
    assert.equal(await passwords.verify(phc, RIGHT), true)
    for (const other of [WRONG, new Secret(''), new Secret('correct horse 7 ')]) {
      assert.equal(await passwords.verify(phc, other), false)
    }
  })

  it('takes passwords of any script and length', async () => {
    for (const text of ['senhá-forte ção', '😀'.repeat(64), 'x'.repeat(256), "' or 1=1 --"]) {
      const phc = await passwords.hash(new Secret(text))
      assert.equal(await passwords.verify(phc, new Secret(text)), true)
    }
  })

  it('without a hash is false after the same steps, even for the password that stands in for it', async () => {
    let asked = 0
    const mayTry = async () => void asked++
    for (const password of [RIGHT, new Secret('nobody has this password')]) {
      assert.equal(await passwords.verify(undefined, password, mayTry), false)
    }
    assert.equal(asked, 2)
  })

  it('asks whether it may before it looks, and a refusal is the answer', async () => {
    const refusal = new DomainError('too-many-attempts', { retryAfter: 60 as Seconds })
    const refuse = async () => {
      throw refusal
    }
    // It would fail in another way if it looked at this hash.
    await assert.rejects(passwords.verify('not a hash at all', RIGHT, refuse), refusal)
    await assert.rejects(passwords.verify(undefined, RIGHT, refuse), refusal)
    assert.equal(await passwords.verify(undefined, RIGHT), false)
  })
})

describe('a flood of log-ins', () => {
  it('is worked on one at a time, each asked only when its turn has come', async () => {
    const turns: (() => void)[] = []
    const mayTry = () => new Promise<void>((resolve) => turns.push(resolve))
    const tries = Array.from({ length: 5 }, () => passwords.verify(undefined, RIGHT, mayTry))
    let isHashed = false
    const hashed = passwords.hash(RIGHT).then(() => {
      isHashed = true
    })
    await settle()
    assert.equal(turns.length, 1)
    assert.equal(isHashed, false)
    for (let done = 1; done <= 5; done++) {
      turns[done - 1]?.()
      await tries[done - 1]
      await settle()
      assert.equal(turns.length, Math.min(5, done + 1))
    }
    await hashed
  })

  it('has forty wait, and the next one refused at once, whatever it is', async () => {
    const begun = Promise.withResolvers<void>()
    const tries = Array.from({ length: 41 }, () =>
      passwords.verify(undefined, RIGHT, () => begun.promise),
    )
    await settle()
    const isOverloaded = (error: unknown) => isDomainError(error, 'overloaded')
    await assert.rejects(passwords.verify(undefined, RIGHT), isOverloaded)
    await assert.rejects(passwords.verify('not a hash at all', RIGHT), isOverloaded)
    await assert.rejects(passwords.hash(RIGHT), isOverloaded)
    await assert.rejects(passwords.requireRoom(), isOverloaded)
    begun.resolve()
    for (const isRight of await Promise.all(tries)) assert.equal(isRight, false)
    await passwords.requireRoom()
  })

  it('of which some are refused does not lose their turns', async () => {
    const refuse = () => Promise.reject(new Error('too often'))
    const refused = Array.from({ length: 6 }, () => passwords.verify(undefined, RIGHT, refuse))
    for (const outcome of await Promise.allSettled(refused))
      assert.equal(outcome.status, 'rejected')
    assert.equal(await passwords.verify(await passwords.hash(RIGHT), RIGHT), true)
  })
})
