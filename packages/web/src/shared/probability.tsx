import { useFormats } from './use-formats.ts'

/** A spam probability in percent; to the last bit beside what people read. */
export function Probability({ value }: { value: number }) {
  const { probability } = useFormats()
  return <data value={String(value)}>{probability(value)}</data>
}
