import type { ScreenRoute } from '../../screen-route.ts'

/** Where administrators see what the server has to do. */
export const route: ScreenRoute = {
  name: 'traffic',
  path: '/admin/traffic',
  audience: 'admin',
  title: { en: 'Traffic', 'pt-BR': 'Tráfego' },
  order: 720,
  load: () => import('./screen.tsx'),
}
