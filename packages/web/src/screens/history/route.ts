import type { ScreenRoute } from '../../screen-route.ts'

/** Where somebody looks through what was decided for them. */
export const route: ScreenRoute = {
  name: 'history',
  path: '/history',
  audience: 'signed-in',
  title: { en: 'History', 'pt-BR': 'Histórico' },
  order: 40,
  load: () => import('./screen.tsx'),
}
