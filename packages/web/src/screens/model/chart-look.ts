import { evenTicks } from './curves.ts'

/** Both have a contrast of 3 to 1 or more on white and on dark. Source: WCAG 2.2, criterion 1.4.11. */
export const CURVE_COLOUR = 'indigo.6'
export const CHOSEN_COLOUR = 'orange.8'

/**
 * Charts that do not move by themselves, and take no focus: their tables can be read instead. There is room
 * for half of the topmost tick's label above, and for the axis' label below.
 */
export const STILL = {
  lineProps: { isAnimationActive: false },
  lineChartProps: { accessibilityLayer: false, margin: { top: 10, bottom: 30 } },
} as const

/** A vertical axis of shares from `floor` to 1. */
export function shareAxis(floor: number) {
  return { domain: [floor, 1], ticks: [...evenTicks(floor)], interval: 0, width: 60 }
}

/** A horizontal axis of numbers, where charts expect categories. */
export function numberAxis(tickFormatter: (value: number) => string) {
  return { type: 'number', tickFormatter, allowDataOverflow: true } as const
}
