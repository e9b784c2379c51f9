/** Why tests in a browser are left out here; `false` where they are not. */
export const WITHOUT_BROWSER: string | false =
  `${process.platform} ${process.arch}` !== 'linux x64' && 'the browser is a Linux one, for x64'
