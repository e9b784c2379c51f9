/** What the log-in screen says. */
export const texts = {
  username: 'Username or e-mail',
  password: 'Password',
  show: 'Show or hide the password',
  logIn: 'Log in',
  missing: 'Please fill this in.',
  noAccount: 'No account yet?',
  signUp: 'Sign up',
}

declare module '../../i18n/texts.ts' {
  interface Namespaces {
    readonly 'log-in': typeof texts
  }
}
