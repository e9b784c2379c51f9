import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Where the page is served; its build knows the same path (packages/web/vite.config.ts). */
export const PAGE_PATH = '/app/'

/** What serving the page needs. */
export interface PageDeps {
  /** Where the built page lies; `undefined` when it was not built. */
  readonly pageFolder: string | undefined
}

/** What the build left in place of the number that styles are let in by. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/gu

/** 128 bits, as CSP wants it. Source: Content Security Policy Level 3, section 7.1. */
const NONCE_BYTES = 16

const YEAR_MS = 31_536_000_000

/** What the page and its workers may do: load what is served here, and talk to this server. */
const OF_EVERYTHING = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * Serves the page and its assets. Any address below `/app/` is the page, which knows its screens.
 *
 * An asset carries the hash of its content in its name, so that browsers keep it for good.
 */
export async function servePage(app: FastifyInstance, { pageFolder }: PageDeps): Promise<void> {
  if (pageFolder === undefined) return
  await app.register(fastifyStatic, {
    root: join(pageFolder, 'assets'),
    prefix: `${PAGE_PATH}assets/`,
    decorateReply: false,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: YEAR_MS,
    // A worker is ruled by the policy that its own script came with.
    setHeaders: (reply) => reply.header('content-security-policy', OF_EVERYTHING),
  })
  // Read anew each time: it is small, and a new build may lie there.
  const send = async (_request: unknown, reply: FastifyReply) =>
    sendPage(reply, await readFile(join(pageFolder, 'index.html'), 'utf8'))
  for (const url of [PAGE_PATH, `${PAGE_PATH}*`]) app.get(url, { schema: { hide: true } }, send)
}

/** Mantine writes styles while the page runs; a number that is used once lets those in, and no others. */
function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  const policy = `${OF_EVERYTHING}; style-src 'self' 'nonce-${nonce}'`
  return reply
    .header('content-security-policy', policy)
    .header('cache-control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html.replace(NONCE_PLACEHOLDER, nonce))
}
