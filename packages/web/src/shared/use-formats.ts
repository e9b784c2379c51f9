import { useMemo } from 'react'
import { useLanguage } from '../i18n/use-language.ts'
import { type Formats, formatsOf } from './formats.ts'

/** The formats of the language that the page speaks, in the time zone of the browser unless another is told. */
export function useFormats(): Formats {
  const language = useLanguage()
  return useMemo(() => formatsOf(language), [language])
}
