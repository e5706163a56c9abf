import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { certificates } from '../cases/credentials.ts'
import { type LabServer, startTlsServer } from '../tls-server.ts'
import { hostileRsaLeaf } from './certificates.ts'
import type { HelloSeen } from './client-hello-seen.ts'
import { serveHellos, serveRelay } from './serve.ts'
import { tls12Flight } from './tls12-flight.ts'
import { alertRecord } from './wire.ts'

/** SSL_CK_RC4_128_WITH_MD5, SSL_CK_RC4_128_EXPORT40_WITH_MD5, SSL_CK_DES_192_EDE3_CBC_WITH_MD5 */
const ssl2Kinds = '0100800200800700c0'

/** A server that answers SSL 2.0, and TLS 1.2 to those who ask for it. */
export async function startSsl2AndTls12(): Promise<LabServer> {
  return serveRelay(
    [await startTlsServer({ ...certificates.rsa(), maxVersion: 'TLSv1.2' })],
    ([tls], _number, socket, first) => {
      if (!isSsl2Hello(first)) return tls
      socket.write(ssl2ServerHello())
      return null
    },
  )
}

/** What a server of SSL 2.0 alone does with TLS: OpenSSL closed, others wait for a record that never ends, or object. */
const answersToTls = {
  closes: (socket) => socket.end(),
  waits: (socket) => socket.resume(),
  alert: (socket) => socket.end(alertRecord('fatal', 70, 0x0300)),
  'ssl2-error': (socket) => socket.end(Buffer.of(0x80, 3, 0, 0, 1)),
} satisfies Record<string, (socket: Socket) => unknown>

/** A server that answers SSL 2.0 and nothing else. */
export function startSsl2({ toTls }: { readonly toTls: keyof typeof answersToTls }): Promise<LabServer> {
  return serveRelay([], (_none, _number, socket, first) => {
    if (isSsl2Hello(first)) socket.write(ssl2ServerHello())
    else answersToTls[toTls](socket)
    return null
  })
}

/** What a server of one old version answers, plain, as far as a hello lets it; anybody else gets an alert. */
export interface OldServer {
  readonly version: 0x0300 | 0x0301 | 0x0302 | 0x0303
  /** Of RSA key transport, in the server's order. */
  readonly suites: readonly number[]
  /** Takes DEFLATE (RFC 3749) where it is offered. */
  readonly compression?: boolean
  /** Its randoms tell its clock, which is so far ahead of the right time. Absent: they are random. */
  readonly aheadSeconds?: number
}

/** Answers the first flight of an old version and goes no further: what no package speaks any more. */
export function startOld(server: OldServer): Promise<LabServer> {
  return serveHellos((socket, hello) => answerOld(socket, hello, server))
}

function answerOld(socket: Socket, hello: HelloSeen, server: OldServer): void {
  const { version, suites, compression = false, aheadSeconds } = server
  const suite = suites.find((id) => hello.suites.includes(id))
  if (hello.legacyVersion < version) return void socket.end(alertRecord('fatal', 70, version))
  if (suite === undefined) return void socket.end(alertRecord('fatal', 40, version))
  socket.resume()
  const chosen = compression && offersDeflate(hello) ? 1 : 0
  const knowsRenegotiation = hello.extensions.has(0xff01) || hello.suites.includes(0x00ff)
  const extensions = knowsRenegotiation ? [{ type: 0xff01, body: Buffer.of(0) }] : null
  const random = randomBytes(32)
  if (aheadSeconds !== undefined) random.writeUInt32BE(Math.floor(Date.now() / 1000) + aheadSeconds)
  const flight = tls12Flight(hello, { version, suite, compression: chosen, extensions, random })
  for (const { bytes } of flight) socket.write(bytes)
}

/** legacy_compression_methods stands behind the suites. */
function offersDeflate({ raw, sessionId, suites }: HelloSeen): boolean {
  const at = 4 + 2 + 32 + 1 + sessionId.length + 2 + 2 * suites.length
  return raw.subarray(at + 1, at + 1 + (raw[at] ?? 0)).includes(1)
}

/** A two-byte header with the highest bit set, then CLIENT-HELLO of version 0.2 (the SSL protocol, 1995). */
function isSsl2Hello(first: Buffer): boolean {
  return ((first[0] ?? 0) & 0x80) !== 0 && first[2] === 1 && first.readUInt16BE(3) === 2
}

function ssl2ServerHello(): Buffer {
  const certificate = hostileRsaLeaf().der
  const kinds = Buffer.from(ssl2Kinds, 'hex')
  const connectionId = randomBytes(16)
  const head = Buffer.alloc(11)
  head.writeUInt8(4, 0)
  head.writeUInt8(1, 2)
  head.writeUInt16BE(2, 3)
  head.writeUInt16BE(certificate.length, 5)
  head.writeUInt16BE(kinds.length, 7)
  head.writeUInt16BE(connectionId.length, 9)
  const body = Buffer.concat([head, certificate, kinds, connectionId])
  return Buffer.concat([Buffer.of(0x80 | (body.length >> 8), body.length & 255), body])
}
