import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type Answer, type JwkSet, readStatement } from './statement.ts'

// Takes statements that somebody else asked for, and believes nothing but the signature.

export interface Receiver {
  /** Whose statements are taken: the `iss` of the installation. */
  readonly issuer: string
  /** Who we are: a statement that was made for somebody else is refused. */
  readonly audience: string
  /** The keys of the installation, pinned or fetched over TLS beforehand; never from where the statement says. */
  readonly keys: () => Promise<JwkSet>
  /** Called once for each statement. */
  readonly onAnswer: (answer: Answer) => Promise<void>
}

const mostBytes = 1024 * 1024

/** A server that takes POST with a statement as its body: 204 taken, 409 seen before, 403 not to be believed. */
export function createReceiver(receiver: Receiver): Server {
  /** Ids until their statements are over: each is taken once. */
  const seen = new Map<string, number>()
  return createServer((request, response) => {
    void take(request, receiver, seen).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(403).end(),
    )
  })
}

async function take(request: IncomingMessage, receiver: Receiver, seen: Map<string, number>): Promise<number> {
  if (request.method !== 'POST') return 405
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > mostBytes) return 413
    chunks.push(chunk)
  }
  const answer = readStatement(Buffer.concat(chunks).toString('utf8'), await receiver.keys())
  if (answer.iss !== receiver.issuer || answer.aud !== receiver.audience) return 403
  const nowSeconds = Date.now() / 1000
  for (const [id, until] of seen) if (until < nowSeconds) seen.delete(id)
  if (seen.has(answer.jti)) return 409
  // As long as a statement is taken at all, the skew of the clocks included.
  seen.set(answer.jti, answer.exp + 60)
  await receiver.onAnswer(answer)
  return 204
}
