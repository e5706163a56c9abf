import { createHash, randomBytes } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'
import { pathToFileURL } from 'node:url'
import { type Answer, type JwkSet, readStatement } from './statement.ts'

// Before an agent's tool call: ask, verify the answer, then connect and hold the connection to it.

export interface Asking {
  /** Where Countersign is. */
  readonly server: string
  readonly token: string
  readonly host: string
  readonly port: number
  /** Who ought to answer: a DNS name or a SPIFFE ID. */
  readonly identity: string
  readonly serverName?: string
  /** The oldest acceptable evidence; absent: a scan is made, for which the token needs the role analyst. */
  readonly maxAgeSeconds?: number
}

/** Asks, and gives the answer only where it is signed, is an answer to this very question, and says proven. */
export async function askFirst(asking: Asking): Promise<Answer> {
  const { server, token, host, port, identity, serverName, maxAgeSeconds } = asking
  const nonce = randomBytes(18).toString('base64url')
  const response = await fetch(`${server}/api/v1/verify`, {
    method: 'POST',
    redirect: 'error',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      endpoint: { host, port, serverName },
      identity,
      maxAgeSeconds,
      nonce,
      audience: 'tool-call',
    }),
    signal: AbortSignal.timeout(60_000),
  })
  if (!response.ok) throw new Error(`Countersign answered with ${response.status}`)
  const { statement }: { statement: string } = await response.json()
  const keys: JwkSet = await (await fetch(`${server}/.well-known/jwks.json`, { redirect: 'error' })).json()
  const answer = readStatement(statement, keys)
  const { endpoint } = answer.asked
  const own = answer.nonce === nonce && answer.sub === identity && endpoint.host === host && endpoint.port === port
  if (!own) throw new Error('this answers another question')
  if (answer.verdict !== 'proven')
    throw new Error(`${identity} is ${answer.verdict} at ${host}:${port} (${answer.jti})`)
  return answer
}

/**
 * Connects, and gives the socket only where the peer shows a leaf that the answer expects: the answer is of a moment ago,
 * and somebody else may answer now. Nothing is sent before that is known.
 */
export async function connectVerified(asking: Asking): Promise<TLSSocket> {
  const { expect } = await askFirst(asking)
  const { host, port } = asking
  // Chain and name were judged by Countersign, with the stores and rules of the estate; here the certificate itself has
  // to be the one that was judged. Its owner proves the key in the handshake. No earlier session is resumed.
  const servername = expect?.serverName === '' ? undefined : expect?.serverName
  const socket = connect({ host, port, rejectUnauthorized: false, ...(servername ? { servername } : {}) })
  await new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', reject)
  })
  const seen = createHash('sha256').update(socket.getPeerCertificate().raw).digest('hex')
  if (!expect?.leaves.some(({ sha256 }) => sha256 === seen)) {
    socket.destroy()
    throw new Error(`another certificate than the one that was verified: ${seen}`)
  }
  return socket
}

// node verified-connection.ts https://countersign.example.com api.example.com:443 api.example.com [SERVER-NAME]
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [server = '', target = '', identity = '', serverName] = process.argv.slice(2)
  const at = target.lastIndexOf(':')
  const [host, port] = [target.slice(0, at), Number(target.slice(at + 1))]
  const token = process.env.COUNTERSIGN_TOKEN ?? ''
  const socket = await connectVerified({ server, token, host, port, identity, ...(serverName && { serverName }) })
  console.log(`connected to ${identity}, ${socket.getProtocol()}`)
  socket.destroy()
}
