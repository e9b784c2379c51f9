import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'

/** What is sent, and the media type it is sent with. */
interface Content {
  readonly type: string
  readonly body: string | Uint8Array
}

const ROOT = new URL('..', import.meta.url)

/** What a browser may load as TypeScript: what tests have of the classifier, and what stands beside this. */
const SOURCES = /^\/(?:e2e|packages\/classifier\/src(?:\/testing)?)\/[a-z0-9-]+\.ts$/u

const BUILT = '/packages/classifier/dist/index.js'

/** An empty page whose modules find the built classifier by its name, as those of Node do. */
const PAGE = `<!doctype html><title>empty</title>
<script type="importmap">{ "imports": { "@hamlet/classifier": "${BUILT}" } }</script>`

/**
 * Serves the built classifier and TypeScript to a browser, without its types and under the paths of the repository, so that
 * imports work as they are written. Also serves an empty page at `/`, the shipped model at
 * `/models/default.hamlet` and `data` at `/data.json`. The scope ends it.
 *
 * @returns Its address, without a slash at the end.
 */
export async function serveSources(scope: AsyncDisposableStack, data: unknown): Promise<string> {
  const server = createServer(({ url = '/' }, reply) => {
    contentOf(url, data).then(
      (content) => send(reply, 200, content),
      (error: unknown) =>
        send(reply, 404, { type: 'text/plain; charset=utf-8', body: String(error) }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  scope.defer(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function contentOf(path: string, data: unknown): Promise<Content> {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: PAGE }
  if (path === '/data.json') return { type: 'application/json', body: JSON.stringify(data) }
  const file = new URL(`.${path}`, ROOT)
  if (path === '/models/default.hamlet') {
    return { type: 'application/octet-stream', body: await readFile(file) }
  }
  const type = 'text/javascript; charset=utf-8'
  if (path === BUILT) return { type, body: await readFile(file) }
  if (!SOURCES.test(path)) throw new Error(`nothing is served at ${path}`)
  return { type, body: stripTypeScriptTypes(await readFile(file, 'utf8')) }
}

function send(reply: ServerResponse, status: number, { type, body }: Content): void {
  reply.writeHead(status, { 'content-type': type }).end(body)
}
