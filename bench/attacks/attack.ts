import type { Random } from '../../packages/classifier/src/random.ts'

/** What an attacker knows who has seen the training texts and how honest people write. */
export interface Knowledge {
  /** Words that speak for ham, the best first. */
  readonly hamWords: readonly string[]
  /** Whole honest messages. */
  readonly hamTexts: readonly string[]
}

/** `obfuscation` rewrites what is there; `padding` leaves it and puts honest text beside it. */
export type AttackKind = 'obfuscation' | 'padding'

/** One way in which a spammer alters a message so that a filter does not know it again. */
export interface Attack {
  readonly name: string
  readonly kind: AttackKind
  /** Alters any string; the same for the same stream of random numbers. */
  readonly apply: (text: string, random: Random, knowledge: Knowledge) => string
}

/*
 * The attacks share no code with what they are held against: not with the altered copies that a
 * training makes for itself, nor with the tables by which a text is folded. What is wrong there is
 * not to be wrong here in the same way.
 */

/**
 * One of some items, each as likely.
 *
 * @throws {RangeError} There are none.
 */
export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('there is nothing to pick from')
  return item
}
