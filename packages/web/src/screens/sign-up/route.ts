import type { ScreenRoute } from '../../screen-route.ts'

/** Where an account begins. */
export const route: ScreenRoute = {
  name: 'sign-up',
  path: '/sign-up',
  audience: 'signed-out',
  title: { en: 'Sign up', 'pt-BR': 'Cadastrar-se' },
  order: 910,
  load: () => import('./screen.tsx'),
}
