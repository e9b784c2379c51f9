import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de teste diz. */
export const texts: SameKeys<typeof english> & { readonly left_many: string } = {
  intro:
    'Digite ou cole uma mensagem e veja, a cada tecla, se é spam e por quê. Tudo acontece no seu navegador: o texto não vai a lugar nenhum, e não custa nada.',
  text: 'Mensagem',
  placeholder: 'Parabéns! Você ganhou ...',
  source: 'De onde vem',
  sources: {
    any: 'Não informado',
    sms: 'SMS',
    comment: 'Comentário',
    email: 'E-mail',
    form: 'Formulário',
    chat: 'Chat',
  },
  examples: 'Ou experimente uma destas',
  samples: [
    'Parabéns! Você ganhou R$ 500. Resgate seu prêmio!',
    'Vou atrasar dez minutos, pede um café?',
    'Pague a taxa: http://taxa-entrega.example',
    'Obrigado pelo artigo, me ajudou muito.',
    'GANHE R$ 5000 por semana!!! Chame no zap',
    'A reunião passou para as 15h, mesma sala.',
  ],
  empty: 'Aqui aparece o que o Hamlet acha da sua mensagem.',
  meanings: {
    ham: 'Uma mensagem honesta. Deixe passar.',
    review: 'Não há certeza para bloquear. Alguém deve olhar.',
    spam: 'Spam. Deixe de lado.',
    discard: 'Spam sem dúvida. Pode ser jogado fora.',
  },
  probability: 'Probabilidade de spam',
  legend:
    'Vermelho e sublinhado fala por spam, verde por ham; quanto mais forte a cor, mais conta. A tabela diz o log-odds de cada pedaço; com um mouse, basta também apontar para um pedaço colorido. O que aparece várias vezes tem a mesma cor; seu log-odds é o de todas juntas.',
  logOdds:
    'Log-odds se somam: em 0, spam e ham são igualmente prováveis, e cada 1 a mais multiplica por 2,7 a chance de ser spam.',
  official: 'Tornar uma decisão oficial',
  officialHint: 'Pergunta ao servidor: gasta uma unidade do seu mês e fica no seu histórico.',
  signInHint: 'Entre para que o servidor decida, guarde a decisão e a conte.',
  logIn: 'Entrar',
  signUp: 'Cadastrar-se',
  decided: 'Decidido pelo servidor',
  decisionId: 'Decisão',
  modelVersion: 'Modelo',
  otherModel:
    'O servidor decidiu por outro modelo, não pelo que havia julgado o texto aqui; a página acaba de pedi-lo.',
  about: 'Sobre o texto',
  copy: 'Copiar',
  left_one: 'Resta {{count}} unidade neste mês',
  left_many: 'Restam {{count}} de unidades neste mês',
  left_other: 'Restam {{count}} unidades neste mês',
}
