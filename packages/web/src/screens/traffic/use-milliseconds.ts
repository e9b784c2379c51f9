import { useFormats } from '../../shared/use-formats.ts'

/** How times of answers are written; a dash where nothing was answered. */
export function useMilliseconds(): (ms: number | null) => string {
  const { number } = useFormats()
  return (ms) => (ms === null ? '–' : `${number(ms, digitsOf(ms))} ms`)
}

/** They are up to 9 % too high: more than two places that count would be made up. */
function digitsOf(ms: number): number {
  if (ms >= 100) return 0
  return ms >= 10 ? 1 : 2
}
