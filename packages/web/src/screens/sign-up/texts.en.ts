/** What the sign-up screen says. */
export const texts = {
  fullName: 'Full name',
  email: 'E-mail',
  username: 'Username',
  usernameHint: '3 to 64 letters, digits, dots, hyphens or underscores',
  password: 'Password',
  document: 'CPF or CNPJ',
  phone: 'Phone (optional)',
  signUp: 'Sign up',
  registered: 'The account {{username}} is there',
  onlyLogIn:
    'Only logging in did not work yet: try that again. What you filled in is kept; once you are in, you can change it under “Account”.',
  logInNow: 'Log in now',
  haveAccount: 'Already have an account?',
  logIn: 'Log in',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly 'sign-up': typeof texts
  }
}
