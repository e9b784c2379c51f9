import i18next from 'i18next'
import { type ComponentType, lazy } from 'react'
import type { ScreenRoute } from './screen-route.ts'

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

/** The screen and its texts come at once, not one after the other. */
function lazyScreen({ name, load }: ScreenRoute): ComponentType {
  return lazy(async () => {
    const [{ Screen }] = await Promise.all([load(), i18next.loadNamespaces(name)])
    return { default: Screen }
  })
}
