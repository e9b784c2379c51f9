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
  haveAccount: 'Já tem conta?',
  logIn: 'Entre',
}
