import type { ScreenRoute } from '../../screen-route.ts'

/** Where administrators see whether the model is good. */
export const route: ScreenRoute = {
  name: 'model',
  path: '/admin/model',
  audience: 'admin',
  title: { en: 'Model', 'pt-BR': 'Modelo' },
  order: 710,
  load: () => import('./screen.tsx'),
}
