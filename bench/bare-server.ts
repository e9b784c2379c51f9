// The reference of bench/http.ts: node:http alone. It reads the body, parses the JSON and answers a
// constant JSON of the size that Hamlet answers.
import { createServer } from 'node:http'

const ANSWER = JSON.stringify({
  decision_id: '01a20550-8509-74ba-a006-3c0e1c4947fd',
  label: 'ham',
  verdict: 'ham',
  spam_probability: 0.136977764211694,
  model_version: 'bcef0d3fa780',
  usage: { used: 2, limit: null, remaining: null, resets_at: '2026-06-01T00:00:00.000Z' },
})

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    // Whether it is ready is asked without a body.
    if (request.method === 'POST') JSON.parse(Buffer.concat(chunks).toString())
    response.setHeader('content-type', 'application/json; charset=utf-8')
    response.end(ANSWER)
  })
})
server.listen(Number(process.env['LOCAL_PORT']), '127.0.0.1')
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections())
