import type { ComponentType } from 'react'
import type { Language } from './i18n/languages.ts'
import type { Audience } from './session/audience.ts'

/** What the shell has to know of a screen before it is loaded; each screen's `route.ts` exports one. */
export interface ScreenRoute {
  /** The name of its folder, which is also the namespace of its texts. */
  readonly name: string
  /** Below `/app`, as wouter has it: `/history` or `/history/:id`. */
  readonly path: string
  readonly audience: Audience
  /** Its heading, its entry in the navigation and the title of the document. */
  readonly title: Readonly<Record<Language, string>>
  /** Its place in the navigation, smallest first; without one it is not there. */
  readonly order?: number
  readonly load: () => Promise<{ readonly Screen: ComponentType }>
}
