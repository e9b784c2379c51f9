import type { ScreenRoute } from '../../screen-route.ts'

/** Where somebody sees what they have used. */
export const route: ScreenRoute = {
  name: 'usage',
  path: '/usage',
  audience: 'signed-in',
  title: { en: 'Usage', 'pt-BR': 'Uso' },
  order: 40,
  load: () => import('./screen.tsx'),
}
