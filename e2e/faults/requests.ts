import type { Random } from '../../packages/classifier/src/random.ts'
import type { Call } from '../client.ts'
import type { Account, Stand } from './stand.ts'

/** A request for decisions, and how often it may be sent. */
export interface LoadRequest {
  readonly account: Account
  /** No other request has any of them. */
  readonly texts: readonly string[]
  readonly path: string
  readonly call: Call
  /** It has an `Idempotency-Key`, so that it may be sent until it is answered. */
  readonly hasKey: boolean
}

/** Texts of one request at most. */
const MOST_TEXTS = 12

/**
 * Makes requests of any account on any of the routes, half of them with an `Idempotency-Key`, some on
 * a connection of their own.
 *
 * @param name  Stands in every text and key.
 */
export function requestsOf(
  { accounts }: Pick<Stand, 'accounts'>,
  name: string,
  random: Random,
): () => LoadRequest {
  let made = 0
  return () => {
    made++
    const title = `${name}, request ${made}`
    const [route, count] = oneOf(FORMS, random)(random)
    const texts = Array.from({ length: count }, (_, place) => textOf(title, place, random))
    const account = oneOf(accounts, random)
    const hasKey = random() < 0.5
    const isAlone = random() < 0.25
    const headers = {
      'x-api-key': account.credential,
      ...(hasKey && { 'idempotency-key': `"${title}"` }),
      ...(isAlone && { connection: 'close' }),
    }
    return { account, texts, ...route, hasKey, call: { headers, json: route.bodyOf(texts) } }
  }
}

interface Route {
  readonly path: string
  readonly bodyOf: (texts: readonly string[]) => object
}

const PREDICT: Route = {
  path: '/predict_sentiment',
  bodyOf: ([text_message]) => ({ text_message }),
}
const CLASSIFY: Route = { path: '/v1/classify', bodyOf: ([text]) => ({ text }) }
const BATCH: Route = { path: '/v1/classify/batch', bodyOf: (texts) => ({ texts }) }

/** A route, and how many texts it is sent. */
const FORMS: readonly ((random: Random) => readonly [Route, number])[] = [
  () => [PREDICT, 1],
  () => [CLASSIFY, 1],
  (random) => [BATCH, 1 + Math.floor(random() * MOST_TEXTS)],
]

/** Some look like spam, so that both of a day's counters go on. */
function textOf(title: string, place: number, random: Random): string {
  const words = random() < 0.5 ? 'see you at lunch' : 'WIN a FREE prize, claim now'
  return `${words} (${title}, text ${place})`
}

/** One of some, each as likely as the others. */
export function oneOf<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('there is nothing to choose from')
  return item
}
