import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { jwks } from '#lib/api/jwks.ts'
import { verify } from '#lib/api/v1/verify.ts'

export interface AnsweringServer {
  readonly origin: string
  /** What stands between the asker and the server changes what it answers to questions; null: nobody. */
  meddle(change: ((body: string) => string) | null): void
  close(): Promise<void>
}

/** The API's answers to questions and its keys over HTTP on loopback, from this process and its database. */
export async function startAnsweringServer(): Promise<AnsweringServer> {
  let meddler: ((body: string) => string) | null = null
  let origin = ''
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString()
    const asking = request.method === 'POST'
    const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' }
    const asked = new Request(`${origin}${request.url}`, { headers, ...(asking && { method: 'POST', body }) })
    const answer = asking ? await verify.handler(asked, { params: Promise.resolve({}) }) : await jwks(asked)
    const text = await answer.text()
    response.writeHead(answer.status).end(meddler && asking ? meddler(text) : text)
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    origin,
    meddle(change) {
      meddler = change
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
