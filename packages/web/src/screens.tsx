import { type ComponentType, lazy } from 'react'
import { loadScreenTexts } from './i18n/start.ts'
import type { ScreenRoute } from './screen-route.ts'
import { whyNotLoaded } from './shared/outdated-page.ts'
import { RefusalAlert } from './shared/refusal-alert.tsx'

/** A route and the component that loads its screen when it is first shown. */
export interface KnownScreen extends ScreenRoute {
  readonly Component: ComponentType
}

/** Every screen there is: each folder of `screens/` brings its `route.ts`. */
export const SCREENS: readonly KnownScreen[] = Object.values(
  import.meta.glob<ScreenRoute>('./screens/*/route.ts', { eager: true, import: 'route' }),
)
  .map((route) => ({ ...route, Component: lazyScreen(route) }))
  .sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity))

/** The screen and its texts come at once, not one after the other; where they do not, it says why. */
function lazyScreen({ name, load }: ScreenRoute): ComponentType {
  return lazy(async () => {
    try {
      const [{ Screen }] = await Promise.all([load(), loadScreenTexts(name)])
      return { default: Screen }
    } catch (error) {
      const why = await whyNotLoaded(error)
      return { default: () => <RefusalAlert error={why} onRetry={() => location.reload()} /> }
    }
  })
}
