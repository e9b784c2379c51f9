/**
 * Orders numbers as far as asked: of the `length` indices in `order`, the `count` whose values are
 * largest in magnitude come to stand at the end, the largest last; of equal ones, the lower index
 * later.
 *
 * A heap, since few are wanted of many. Cost: O(length + count log length).
 */
export function moveLargestLast(
  values: Float64Array,
  order: Int32Array,
  length: number,
  count: number,
): void {
  for (let i = (length >>> 1) - 1; i >= 0; i--) sink(values, order, i, length)
  for (let end = length - 1; end >= Math.max(length - count, 1); end--) {
    const largest = order[0] ?? 0
    order[0] = order[end] ?? 0
    order[end] = largest
    sink(values, order, 0, end)
  }
}

/** Lets the index at `root` down to where none below it comes before it. */
function sink(values: Float64Array, order: Int32Array, root: number, length: number): void {
  const sunk = order[root] ?? 0
  let at = root
  for (let child = 2 * at + 1; child < length; child = 2 * at + 1) {
    if (child + 1 < length && precedes(values, order[child + 1] ?? 0, order[child] ?? 0)) child++
    const index = order[child] ?? 0
    if (!precedes(values, index, sunk)) break
    order[at] = index
    at = child
  }
  order[at] = sunk
}

function precedes(values: Float64Array, a: number, b: number): boolean {
  const sizeOfA = Math.abs(values[a] ?? 0)
  const sizeOfB = Math.abs(values[b] ?? 0)
  return sizeOfA > sizeOfB || (sizeOfA === sizeOfB && a < b)
}
