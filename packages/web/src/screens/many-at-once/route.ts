import type { ScreenRoute } from '../../screen-route.ts'

/** Where a whole file is judged, by anybody. */
export const route: ScreenRoute = {
  name: 'many-at-once',
  path: '/many',
  audience: 'everybody',
  title: { en: 'Many at once', 'pt-BR': 'Muitos de uma vez' },
  order: 20,
  load: () => import('./screen.tsx'),
}
