import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que o histórico diz. */
export const texts: SameKeys<typeof english> = {
  search: 'Buscar nas mensagens',
  label: 'Rótulo',
  labels: { all: 'Todos', ham: 'Ham', spam: 'Spam' },
  from: 'De',
  to: 'Até',
  faults: { day: 'Um ano tem quatro dígitos.', reversed: 'Isto é antes do primeiro dia.' },
  zone: 'Dias e horas são os do fuso horário {{zone}}.',
  text: 'Mensagem',
  verdict: 'Veredito',
  time: 'Quando',
  notKept: 'A mensagem não foi guardada',
  older: 'Mostrar mais antigas',
  notSoFar: 'Nada encontrado entre as mais novas. Procurar mais longe?',
  nothingFound: 'Nenhuma decisão é assim.',
  clear: 'Mostrar todas as decisões',
  nothingYet: 'Ainda não há decisões suas.',
  toPlayground: 'Experimente uma mensagem',
  decision: 'Decisão',
  id: 'Id',
  copy: 'Copiar',
  model: 'Modelo',
  source: 'De onde veio',
  noTextNoReasons:
    'Este servidor não guarda mensagens, e sem a mensagem não se podem dizer os motivos.',
  modelGone: 'O modelo que decidiu não existe mais, e com ele os motivos.',
}
