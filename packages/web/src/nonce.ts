/** The number of this page load that the Content-Security-Policy lets styles in by; '' without one. */
export function readNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
