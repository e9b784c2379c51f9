import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A box for a password, and a button that shows it. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('shared')
  return (
    <PasswordInput visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }} {...props} />
  )
}
