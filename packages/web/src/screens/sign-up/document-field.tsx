import { TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ChangeEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { maskEdit } from '../../shared/document-mask.ts'
import type { PersonFields } from '../../shared/person-rules.ts'

/** The CPF or CNPJ, punctuated while it is typed or corrected. */
export function DocumentField({ form }: { form: UseFormReturnType<PersonFields> }) {
  const { t } = useTranslation('sign-up')
  const { onChange: _, ...ofDocument } = form.getInputProps('document_number')
  return (
    <TextInput
      label={t('document')}
      autoComplete="off"
      {...ofDocument}
      onChange={(event) => form.setFieldValue('document_number', maskIn(event))}
    />
  )
}

/** Masks the field itself: React, which then finds the value in it, leaves the caret where it is. */
function maskIn({ currentTarget: box, nativeEvent }: ChangeEvent<HTMLInputElement>): string {
  const { value: typed, selectionStart } = box
  const inputType = nativeEvent instanceof InputEvent ? nativeEvent.inputType : undefined
  const { masked, caret } = maskEdit({ typed, caret: selectionStart ?? typed.length, inputType })
  if (masked !== typed || caret !== selectionStart) {
    box.value = masked
    box.setSelectionRange(caret, caret)
  }
  return masked
}
