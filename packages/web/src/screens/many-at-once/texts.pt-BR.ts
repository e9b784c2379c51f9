import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de arquivos inteiros diz. */
export const texts: SameKeys<typeof english> = {
  intro:
    'Julgue um arquivo inteiro de uma vez. Ele é lido e julgado no seu navegador: nada é enviado a lugar nenhum, e não custa nada.',
  drop: 'Solte um arquivo aqui, ou escolha um',
  choose: 'Escolher um arquivo',
  file: 'Arquivo para julgar',
  formats:
    'CSV (também separado por ponto e vírgula ou tabulação), NDJSON (um objeto JSON por linha) ou texto simples (uma mensagem por linha); até 100 MB.',
  faultTitle: 'Há algo errado com este arquivo {{name}}',
  faults: {
    binary:
      'Não é um arquivo de texto. Uma planilha pode ser exportada como CSV, e esse pode ser julgado.',
    empty: 'Não há nada nele.',
    'json-array':
      'Ele contém uma única lista JSON. Escreva um objeto por linha (NDJSON), sem colchetes e vírgulas em volta.',
    'many-files': 'Um arquivo de cada vez. Solte um depois do outro, ou junte todos em um só.',
    'no-worker':
      'A parte da página que lê arquivos não pôde ser carregada. Carregue a página de novo.',
    'not-ndjson': 'A primeira linha não é um objeto JSON.',
    'quote-open':
      'Uma aspa é aberta na linha {{row}} e nunca fechada. Feche-a, ou dobre-a onde ela faz parte do texto.',
    'row-too-long':
      'A linha {{row}} tem mais de 4 milhões de caracteres. É mesmo um arquivo de linhas?',
    'too-large': 'Ele tem mais de 100 MB. Divida-o em partes.',
    'too-many-rows': 'Ele tem mais de {{row}} linhas. Divida-o em partes.',
    unreadable:
      'O navegador não consegue mais lê-lo. Ele foi alterado ou movido? Escolha-o de novo.',
  },
  kinds: { csv: 'CSV', ndjson: 'NDJSON', text: 'Uma mensagem por linha' },
  column: 'Coluna {{number}}',
  textColumn: 'Coluna com as mensagens',
  hasHeader: 'A primeira linha dá nome às colunas',
  preview: 'As primeiras linhas',
  onlyHeader:
    'Não há nada para julgar: o arquivo tem uma linha só, que dá nome às colunas. Se ela for uma mensagem, diga acima que não dá nome a elas.',
  judge: 'Julgar as mensagens',
  another: 'Outro arquivo',
  judging: 'Julgando {{name}}',
  progress: 'Quanto do arquivo foi julgado',
  rowsSoFar: 'linhas: {{rows}}',
  rate: '{{rate}} por segundo',
  timeLeft: 'faltam {{time}}',
  stop: 'Parar',
  stopped: 'Parado. Linhas julgadas de {{name}}: {{rows}}',
  done: 'Linhas julgadas de {{name}}: {{rows}}, em {{time}}',
  untilThere: 'Linhas julgadas até ali: {{rows}}',
  histogram: 'Quanta certeza o modelo tem',
  histogramHint:
    'Linhas por probabilidade de spam, em escala de raiz quadrada, para que poucas apareçam ao lado de muitas.',
  notJudged: 'Não julgada',
  save: 'Salvar o resultado em CSV',
  saveHint:
    'As suas colunas e, depois delas, spam_probability, label e verdict; se você já tem uma coluna com um desses nomes, a nossa se chama hamlet_label, por exemplo. O que não tem coluna própria fica na coluna others, em JSON. Células que começam com = + - ou @ recebem um apóstrofo na frente, para que nenhuma planilha as execute. Linhas sem mensagem, ou que não puderam ser lidas, não são julgadas.',
  rows: 'Linhas',
  found: 'Linhas encontradas: {{rows}}',
  nothingFound: 'Nenhuma linha é assim.',
  search: 'Buscar nas mensagens',
  verdict: 'Veredito',
  all: 'Todos',
  row: 'Linha',
  text: 'Mensagem',
  probability: 'Probabilidade',
  recorded: 'Registrada: ver a decisão',
  page: 'Página {{number}}',
  pages: {
    first: 'Primeira página',
    last: 'Última página',
    next: 'Próxima página',
    previous: 'Página anterior',
  },
  record: {
    title: 'Registrar como decisões',
    intro:
      'O servidor decide cada linha e a guarda no seu histórico, com um id e os motivos. As mensagens são enviadas a ele, e cada uma gasta uma unidade do seu mês.',
    signIn: 'Para isso é preciso uma conta. O que foi julgado fica aqui enquanto você entra.',
    logIn: 'Entrar',
    costs: 'Unidades que isso custa: {{units}}',
    month: 'Você ainda tem {{left}} de {{limit}}, até {{date}}.',
    noLimit: 'Sua conta não tem limite.',
    tooFew: 'Linhas que não vão encontrar unidade: {{rows}}',
    rows: 'Registrar linhas: {{rows}}',
    firstRows: 'Registrar só as primeiras linhas: {{rows}}',
    progress: 'Quantas linhas foram registradas',
    soFar: 'Registradas: {{rows}} de {{of}}',
    recorded: 'Linhas registradas: {{rows}}',
    leftOut: 'Linhas que ficam de fora ({{why}}): {{rows}}.',
    numbers: 'Os números delas: {{numbers}}.',
    firstNumbers: 'Os números das primeiras: {{numbers}}.',
    leftOutHint:
      'Elas não custam nada. No CSV salvo, a coluna not_recorded diz o porquê de cada uma.',
    rowLeftOut: 'Fica de fora: {{why}}',
    why: {
      'body-too-large': 'um texto grande demais para enviar',
      'not-unicode': 'um texto com caracteres que não dá para guardar',
      'too-long': 'um texto mais longo que os {{limit}} caracteres que o servidor aceita',
      other: 'o servidor não aceitou: {{detail}}',
    },
    unsure:
      'Linhas das quais não se sabe se foram registradas, porque não veio resposta: {{rows}}. Perguntar de novo não custa uma segunda vez.',
    askAgain: 'Perguntar de novo',
    askAndGoOn: 'Perguntar de novo e continuar',
    left: 'Linhas que faltam: {{rows}}, a partir da linha {{from}}',
    saveLeft: 'Salvar as linhas que faltam (NDJSON)',
    ends: {
      all: 'Tudo foi registrado',
      allOthers: 'Todo o resto foi registrado',
      quota: 'As unidades deste mês acabaram',
      stopped: 'Parado',
      refused: 'Não foi possível continuar',
    },
  },
}
