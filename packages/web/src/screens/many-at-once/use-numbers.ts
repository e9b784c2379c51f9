import { useMemo } from 'react'
import { useLanguage } from '../../i18n/use-language.ts'
import { useFormats } from '../../shared/use-formats.ts'

/** Writes quantities as the page's language does. */
export interface Numbers {
  readonly count: (value: number) => string
  readonly bytes: (value: number) => string
  readonly duration: (seconds: number) => string
}

/** How quantities are written on this screen. */
export function useNumbers(): Numbers {
  const language = useLanguage()
  const { number } = useFormats()
  return useMemo(
    () => ({ count: (value) => number(value), ...quantitiesOf(language) }),
    [language, number],
  )
}

function quantitiesOf(language: string): Pick<Numbers, 'bytes' | 'duration'> {
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, maximumFractionDigits: 1 })
  const units = {
    mb: unit('megabyte'),
    kb: unit('kilobyte'),
    s: unit('second'),
    min: unit('minute'),
  }
  return {
    bytes: (value) => (value < 1e6 ? units.kb.format(value / 1e3) : units.mb.format(value / 1e6)),
    duration: (seconds) =>
      seconds < 90 ? units.s.format(Math.ceil(seconds)) : units.min.format(Math.ceil(seconds / 60)),
  }
}
