/** Room for half of the topmost tick's label. */
export const TOP_MARGIN = { top: 10 }

/** Minutes between ticks, at least. */
const STEP = 10

/** The axis below the minutes of an hour: ticks at 7:00, 7:10 and so on, or at every second or third of them. */
export function minutesAxis(
  minutes: readonly { readonly start: string }[],
  nameOf: (start: string) => string,
) {
  const whole = minutes.filter(({ start }) => new Date(start).getMinutes() % STEP === 0)
  const ticks = whole.map(({ start }) => nameOf(start))
  return { ticks, interval: 'preserveStart', minTickGap: 15 } as const
}
