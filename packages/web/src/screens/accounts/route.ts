import type { ScreenRoute } from '../../screen-route.ts'

/** Where administrators look after accounts. */
export const route: ScreenRoute = {
  name: 'accounts',
  path: '/admin/accounts',
  audience: 'admin',
  title: { en: 'Accounts', 'pt-BR': 'Contas' },
  order: 700,
  load: () => import('./screen.tsx'),
}
