import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de tráfego diz. */
export const texts: SameKeys<typeof english> = {
  intro:
    'A última hora, contada pelo servidor que responde a você, em todos os seus processos. Outros servidores no mesmo banco contam à parte; um reinício começa do zero.',
  live: 'Atualizar a cada {{seconds}} segundos',
  asOf: 'Situação às {{time}}',
  requests: 'Requisições',
  texts: 'Textos julgados',
  notAnswered: 'Recusadas ou com falha',
  answered: 'Respondidas',
  refused: 'Recusadas (4xx)',
  limited: 'Limite atingido (429)',
  failed: 'Falhas (5xx)',
  p50: 'Latência p50',
  p99: 'Latência p99',
  minute: 'Minuto',
  requestsChart: 'Requisições por minuto',
  requestsNote: 'O último minuto ainda está correndo.',
  latencyChart: 'Latência por minuto',
  latencyNote:
    'O que metade das respostas (p50) e 99 de 100 (p99) não passaram; até 9% acima, nunca abaixo.',
}
