import { useMemo } from 'react'
import { useLanguage } from '../../i18n/use-language.ts'

/** Writes numbers as the page's language does. */
export interface Numbers {
  readonly count: (value: number) => string
  /** What is not certain does not become 100 %. */
  readonly percent: (share: number) => string
  /** Of a whole number of percent. */
  readonly wholePercent: (percent: number) => string
  readonly bytes: (value: number) => string
  readonly duration: (seconds: number) => string
}

/** How numbers are written on this screen. */
export function useNumbers(): Numbers {
  const language = useLanguage()
  return useMemo(() => numbersOf(language), [language])
}

function numbersOf(language: string): Numbers {
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const share = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    roundingMode: 'trunc',
  })
  const whole = new Intl.NumberFormat(language, { style: 'percent' })
  const unit = (name: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, maximumFractionDigits: 1 })
  const units = {
    mb: unit('megabyte'),
    kb: unit('kilobyte'),
    s: unit('second'),
    min: unit('minute'),
  }
  return {
    count: (value) => plain.format(value),
    percent: (value) => share.format(value),
    wholePercent: (value) => whole.format(value / 100),
    bytes: (value) => (value < 1e6 ? units.kb.format(value / 1e3) : units.mb.format(value / 1e6)),
    duration: (seconds) =>
      seconds < 90 ? units.s.format(Math.ceil(seconds)) : units.min.format(Math.ceil(seconds / 60)),
  }
}
