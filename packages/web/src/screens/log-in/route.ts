import type { ScreenRoute } from '../../screen-route.ts'

/** Where a session begins; whoever has one is sent on to `next`. */
export const route: ScreenRoute = {
  name: 'log-in',
  path: '/log-in',
  audience: 'signed-out',
  title: { en: 'Log in', 'pt-BR': 'Entrar' },
  order: 900,
  load: () => import('./screen.tsx'),
}
