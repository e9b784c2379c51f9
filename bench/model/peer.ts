import type { Example } from '@hamlet/classifier'

/** Another classifier, made to do what Hamlet does. */
export interface Peer {
  /** Package, version and, where there is a choice, how it is used. */
  readonly name: string
  readonly train: (examples: readonly Example[]) => Promise<Judge>
}

/** Judges texts one by one, in order: whether each is spam. */
export type Judge = (texts: readonly string[]) => boolean[] | Promise<boolean[]>
