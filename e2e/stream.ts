import type { Answer } from './client.ts'
import { call } from './client.ts'

/** Classifications that go on, connection by connection, until they are told to stop. */
export interface Stream {
  /** Ids of all decisions that were answered with 200. */
  readonly answered: Set<string>
  /** Answers that were not 200. */
  readonly refused: readonly Answer<unknown>[]
  /** Requests that got no answer. */
  readonly broken: readonly unknown[]
  /** Lets each connection finish its request. */
  readonly end: () => Promise<void>
}

/** Decisions that one request of an even connection asks for; the others ask for one. */
export const BATCH = 10

/** Opens a stream: half of its connections classify one text at a time, half of them batches. */
export function openStream(url: string, token: string, connections: number): Stream {
  const answered = new Set<string>()
  const refused: Answer<unknown>[] = []
  const broken: unknown[] = []
  let isEnding = false
  const run = async (connection: number) => {
    for (let i = 0; !isEnding; i++) {
      try {
        const answer = await ask(url, token, connection, i)
        if (answer.status !== 200) refused.push(answer)
        else for (const id of idsOf(answer)) answered.add(id)
      } catch (error) {
        broken.push(error)
        return
      }
    }
  }
  const running = Promise.all(Array.from({ length: connections }, (_, i) => run(i)))
  const end = async () => {
    isEnding = true
    await running
  }
  return { answered, refused, broken, end }
}

interface Classified {
  readonly decision_id?: string
  readonly decisions?: readonly { readonly decision_id: string }[]
}

function ask(url: string, token: string, connection: number, i: number) {
  const text = `text ${i} of connection ${connection}`
  if (connection % 2 === 1) return call<Classified>(url, '/v1/classify', { token, json: { text } })
  const texts = Array.from({ length: BATCH }, (_, place) => `${text}, place ${place}`)
  return call<Classified>(url, '/v1/classify/batch', { token, json: { texts } })
}

function idsOf({ body }: Answer<Classified>): readonly string[] {
  return [body, ...(body.decisions ?? [])].flatMap(({ decision_id }) => decision_id ?? [])
}
