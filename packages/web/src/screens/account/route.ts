import type { ScreenRoute } from '../../screen-route.ts'

/** Where somebody looks after their account. */
export const route: ScreenRoute = {
  name: 'account',
  path: '/account',
  audience: 'signed-in',
  title: { en: 'Account', 'pt-BR': 'Conta' },
  order: 60,
  load: () => import('./screen.tsx'),
}
