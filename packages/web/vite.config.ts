import react from '@vitejs/plugin-react'
import type { UserConfig } from 'vite'

/** What the server puts a number used once in place of, each time it sends the page. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__'

const config: UserConfig = {
  base: '/app/',
  plugins: [react()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    target: 'es2022',
    // For older ones light-dark() would be rewritten, and no longer follow the scheme that Mantine sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The Content-Security-Policy has no data: for scripts or styles, and an asset has a name by its hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The charts: 140 kB gzipped, which only the screens that draw load.
    chunkSizeWarningLimit: 600,
  },
  server: {
    // While the page is worked on: `npm start` beside `npx vite` in this folder.
    proxy: Object.fromEntries(
      ['/login', '/logout', '/users', '/v1', '/docs', '/openapi.json'].map((path) => [
        path,
        'http://127.0.0.1:8000',
      ]),
    ),
  },
}

// biome-ignore lint/style/noDefaultExport: Vite takes its configuration from there.
export default config
