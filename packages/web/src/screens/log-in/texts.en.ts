/** What the log-in screen says. */
export const texts = {
  username: 'Username or e-mail',
  password: 'Password',
  logIn: 'Log in',
  noAccount: 'No account yet?',
  signUp: 'Sign up',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly 'log-in': typeof texts
  }
}
