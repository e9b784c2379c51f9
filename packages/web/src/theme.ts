import { type CSSVariablesResolver, createTheme } from '@mantine/core'

/** Colours that keep a contrast of 4.5 to 1 where Mantine's own do not. */
export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
})

/** Source: WCAG 2.2, success criterion 1.4.3. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    // Of the navigation's entry that is here and pointed at.
    '--mantine-primary-color-light-hover': 'var(--mantine-primary-color-light)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-1)',
  },
})
