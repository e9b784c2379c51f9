import 'i18next'
import type { Namespaces } from './texts.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shared'
    resources: Namespaces
  }
}
