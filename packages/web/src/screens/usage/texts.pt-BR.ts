import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de uso diz. */
export const texts: SameKeys<typeof english> & { readonly left_many: string } = {
  thisMonth: 'Este mês',
  ofLimit: 'de {{limit}}',
  left_one: 'Resta {{units}} unidade',
  left_many: 'Restam {{units}} de unidades',
  left_other: 'Restam {{units}} unidades',
  usedUp: 'Todas as unidades acabaram',
  unlimited: 'unidades usadas, sem limite',
  resets: 'Novas unidades em {{when}}',
  timeZone: 'Meses e dias são os de {{zone}}.',
  days: 'Dia a dia',
  month: 'Mês',
  noDays: 'Nada foi decidido neste mês.',
  chart: 'Decisões por dia em {{month}}',
  ham: 'Ham',
  spam: 'Spam',
  day: 'Dia',
  months: 'Meses até agora',
  units: 'Unidades',
  noMonths: 'Você ainda não usou nenhuma unidade.',
  earlier: 'Meses anteriores',
}
