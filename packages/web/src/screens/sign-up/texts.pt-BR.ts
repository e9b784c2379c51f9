import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de cadastro diz. */
export const texts: SameKeys<typeof english> = {
  fullName: 'Nome completo',
  email: 'E-mail',
  username: 'Nome de usuário',
  usernameHint: 'De 3 a 64 letras, dígitos, pontos, hífens ou sublinhados',
  password: 'Senha',
  document: 'CPF ou CNPJ',
  phone: 'Telefone (opcional)',
  signUp: 'Cadastrar-se',
  registered: 'A conta {{username}} está criada',
  onlyLogIn:
    'Só a entrada ainda não deu certo: tente de novo. O que você preencheu está guardado; depois de entrar, dá para mudar em “Conta”.',
  logInNow: 'Entrar agora',
  haveAccount: 'Já tem conta?',
  logIn: 'Entre',
}
