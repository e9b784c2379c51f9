import type { ScreenRoute } from '../../screen-route.ts'

/** Where somebody makes keys for their programs. */
export const route: ScreenRoute = {
  name: 'keys',
  path: '/keys',
  audience: 'signed-in',
  title: { en: 'API keys', 'pt-BR': 'Chaves de API' },
  order: 50,
  load: () => import('./screen.tsx'),
}
