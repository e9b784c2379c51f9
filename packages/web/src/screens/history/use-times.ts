import { useFormats } from '../../shared/use-formats.ts'
import { useTimeZone } from './use-decisions.ts'

/** Writes a time of the API as the page's language does, in the zone in which days are meant. */
export function useTimes(): (time: string) => string {
  const { dayAndTime } = useFormats()
  const timeZone = useTimeZone()
  return (time) => dayAndTime(time, timeZone)
}
