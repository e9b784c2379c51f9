import type { ScreenRoute } from '../../screen-route.ts'

/** Where anybody tries the classifier. */
export const route: ScreenRoute = {
  name: 'playground',
  path: '/',
  audience: 'everybody',
  title: { en: 'To ham or not to ham', 'pt-BR': 'É spam ou não é?' },
  order: 10,
  load: () => import('./screen.tsx'),
}
