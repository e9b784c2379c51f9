/** How fast it goes, and how long it will take. */
export interface Pace {
  readonly rowsPerSecond: number
  readonly secondsLeft: number
}

/** Bytes are what is known of the rest; `undefined` before anything was read. */
export function paceOf(
  so: { readonly rows: number; readonly bytes: number; readonly milliseconds: number },
  totalBytes: number,
): Pace | undefined {
  const seconds = so.milliseconds / 1000
  if (so.bytes === 0 || seconds === 0) return undefined
  return {
    rowsPerSecond: so.rows / seconds,
    secondsLeft: (Math.max(0, totalBytes - so.bytes) * seconds) / so.bytes,
  }
}
