import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de chaves diz. */
export const texts: SameKeys<typeof english> = {
  intro: 'Com uma chave, seus próprios programas perguntam ao Hamlet, pela sua conta e sua cota.',
  make: 'Criar uma chave',
  name: 'Nome',
  nameHint: 'Para que serve, para você a reconhecer depois',
  scopes: 'Ela pode',
  scopeNames: {
    spam_ml: 'Classificar',
    reports: 'Corrigir',
    account: 'Conta',
    admin: 'Administrar',
  },
  scopeHints: {
    spam_ml: 'Julgar textos e ler suas decisões e seu uso',
    reports: 'Corrigir decisões',
    account: 'Ler e mudar sua conta, suas sessões e chaves',
    admin: 'Ler e mudar todas as contas',
  },
  expiry: 'Ela vence',
  lives: {
    month: 'em 30 dias',
    quarter: 'em 90 dias',
    year: 'em um ano',
    never: 'nunca',
    day: 'depois de um dia à sua escolha',
  },
  lastDay: 'Último dia em que funciona',
  overQuota: 'Quando sua cota acabar',
  overQuotaHint: 'Isto vale para clientes do Akismet; todos os outros são recusados.',
  overQuotaNames: {
    refuse: 'Recusar',
    undecided: 'Responder nem spam nem ham',
  },
  overQuotaHints: {
    refuse:
      'Eles são avisados para voltar depois (429). WordPress e Discourse guardam o comentário e o verificam de novo.',
    undecided:
      'O comentário passa sem verificação ou espera por um moderador. Escolha isto para o Flarum, onde uma recusa perderia o que alguém escreveu.',
  },
  makeKey: 'Criar a chave',
  faults: {
    name: 'Dê um nome a ela.',
    scopes: 'Uma chave que não pode nada não serve para nada.',
    day: 'Escolha hoje ou um dia depois.',
    dayTooFar: 'Longe demais: escolha um dia antes.',
  },
  newKey: 'Sua nova chave “{{name}}”',
  once: 'Copie agora.',
  onceHint:
    'Esta é a única vez em que ela aparece, em duas formas. Guarde ambas como guardaria uma senha.',
  apiKey: 'Chave de API',
  apiKeyUse: 'Para seus próprios programas, no cabeçalho X-API-Key ou Authorization: Bearer.',
  copyKey: 'Copiar a chave',
  compatKey: 'Chave compatível',
  compatKeyUse:
    'Para clientes do Akismet e do Perspective, com {{host}} como servidor. É a mesma chave na forma que eles aceitam, e é revogada com ela.',
  copyCompatKey: 'Copiar a chave compatível',
  tryIt: 'Experimente: a chave já está nestes programas.',
  languages: 'Linguagens',
  sample: 'Parabéns, você ganhou um celular grátis. Resgate seu prêmio agora!',
  copyCode: 'Copiar para {{name}}',
  done: 'Já copiei',
  yourKeys: 'Suas chaves',
  noKeys: 'Você ainda não tem chaves. Crie uma acima.',
  made: 'Criada em {{when}}',
  neverUsed: 'nunca usada',
  lastUsed: 'último uso em {{when}}',
  neverExpires: 'não vence',
  expires: 'vence em {{when}}',
  expired: 'venceu em {{when}}',
  isUndecided: 'Quando sua cota acaba, clientes do Akismet não ouvem nem spam nem ham.',
  revoke: 'Revogar',
  revokeTitle: 'Revogar “{{name}}”?',
  revokeWarning: 'Programas que a usam serão recusados a partir de agora. Não há como desfazer.',
  cancel: 'Cancelar',
  revokeForGood: 'Revogar para sempre',
  revoked: 'A chave “{{name}}” foi revogada.',
  howToUse: 'Como usar uma chave',
  howToUseHint:
    'Ponha a sua chave no lugar de SUA_CHAVE e a chave compatível no lugar de SUA_CHAVE_COMPATIVEL.',
  placeholder: 'SUA_CHAVE',
  compatPlaceholder: 'SUA_CHAVE_COMPATIVEL',
}
