import type { SameKeys } from '../../i18n/texts.ts'
import type { texts as english } from './texts.en.ts'

/** O que a tela de entrada diz. */
export const texts: SameKeys<typeof english> = {
  username: 'Nome de usuário ou e-mail',
  password: 'Senha',
  logIn: 'Entrar',
  noAccount: 'Ainda não tem conta?',
  signUp: 'Cadastre-se',
}
