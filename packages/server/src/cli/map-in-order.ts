/**
 * Maps a stream, several items at a time, and gives the results in the order of the items, each as
 * soon as it and all before it are there.
 *
 * No more than `most` items are under way, and one more is read ahead; so when nobody takes results,
 * nothing more is read.
 *
 * @throws What `map` or the stream throws; what is under way is then forgotten.
 */
export async function* mapInOrder<Item, Result>(
  items: AsyncIterable<Item>,
  most: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = items[Symbol.asyncIterator]()
  const underWay: Promise<Result>[] = []
  let reading: Promise<IteratorResult<Item>> | undefined = noticed(source.next())
  while (reading !== undefined || underWay.length > 0) {
    if (reading !== undefined && (await isNextToRead(reading, underWay, most))) {
      const read: IteratorResult<Item> = await reading
      if (read.done !== true) underWay.push(noticed(map(read.value)))
      reading = read.done === true ? undefined : noticed(source.next())
      continue
    }
    const oldest = underWay.shift()
    if (oldest !== undefined) yield await oldest
  }
}

/** Whether an item is there, and may be taken, before the oldest result. */
async function isNextToRead(
  reading: Promise<unknown>,
  [oldest, ...others]: readonly Promise<unknown>[],
  most: number,
): Promise<boolean> {
  if (oldest === undefined) return true
  if (others.length + 1 >= most) return false
  const [isItem, isResult] = [reading.then(() => true), oldest.then(() => false)]
  return await Promise.race([isItem, isResult])
}

/** A promise that may fail before anybody waits for it, which Node would end the process for. */
function noticed<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}
