/** What the sign-up screen says. */
export const texts = {
  fullName: 'Full name',
  email: 'E-mail',
  username: 'Username',
  usernameHint: '3 to 64 letters, digits, dots, hyphens or underscores',
  password: 'Password',
  show: 'Show or hide the password',
  document: 'CPF or CNPJ',
  phone: 'Phone (optional)',
  signUp: 'Sign up',
  haveAccount: 'Already have an account?',
  logIn: 'Log in',
  faults: {
    fullName: 'Two words or more, please.',
    email: 'This is not an e-mail address.',
    username: '3 to 64 of A-Z, a-z, 0-9, dot, hyphen and underscore.',
    password: '6 characters or more.',
    document: 'A CPF has 11 digits, a CNPJ 14 digits or letters.',
    phone: 'Digits, spaces and + ( ) . / - only.',
  },
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly 'sign-up': typeof texts
  }
}
