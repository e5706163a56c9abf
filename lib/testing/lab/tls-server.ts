import { constants } from 'node:crypto'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import {
  createSecureContext,
  createServer,
  type SecureContextOptions,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls'
import type { Transport } from '#lib/tls/observation.ts'
import { type Application, applications } from './applications.ts'
import { serverPreludes } from './server-preludes.ts'

export interface Credentials {
  /** PEM, sent in this order and nothing beside it. */
  readonly certificateChain: string
  readonly key: string
  /** DER of an OCSP response to staple. */
  readonly staple?: Buffer
}

/**
 * How the server treats clients: doesn't ask; asks, and takes none but no bad one; takes only one that `ca` signed;
 * asks and takes everything or nothing (`anybody`); takes any certificate, but wants one (`any-certificate`);
 * finishes the handshake and refuses in HTTP with 400 (`required-in-http`).
 */
export type ClientPolicy = 'none' | 'optional' | 'required' | 'anybody' | 'any-certificate' | 'required-in-http'

export interface TlsServerOptions extends Credentials {
  /** 127.0.0.1 */
  readonly address?: string
  /** A free one. */
  readonly port?: number
  readonly transport?: Transport
  readonly minVersion?: SecureVersion
  readonly maxVersion?: SecureVersion
  readonly ciphers?: string
  readonly groups?: string
  /** Signature algorithms as OpenSSL writes them. */
  readonly sigalgs?: string
  readonly dhparam?: string | Buffer | 'auto'
  readonly clients?: ClientPolicy
  /** PEM of the CAs for clients. Not those of the server's own certificate: OpenSSL would lengthen a chain of one from them. */
  readonly ca?: string
  /** What other names are shown. */
  readonly sni?: Readonly<Record<string, Credentials>>
  /** http */
  readonly application?: Application
  /** A second certificate for the same names, with a key of another type. */
  readonly also?: Credentials
  /** What ALPN announces; h2 and http/1.1 for the application `h2`, http/1.1 for the others. */
  readonly alpn?: readonly string[]
  /** server */
  readonly preference?: 'server' | 'client'
  /** false: neither tickets nor session identifiers resume. */
  readonly resumption?: boolean
}

/** Where a server listens, and how to end it. */
export interface RunningServer {
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

export interface LabServer extends RunningServer {
  /** Connections accepted so far. */
  readonly connections: () => number
}

export interface TlsServer extends LabServer {
  /** New connections see these. */
  setCredentials(credentials: Credentials): void
}

/** A real TLS server on loopback, behind the prelude of its transport. */
export async function startTlsServer(options: TlsServerOptions): Promise<TlsServer> {
  let credentials: Credentials = options
  const clients = options.clients ?? 'none'
  const contextOptions = (of: Credentials): SecureContextOptions => ({
    ...pemOf(of, options.also),
    minVersion: options.minVersion ?? 'TLSv1.2',
    maxVersion: options.maxVersion ?? 'TLSv1.3',
    ciphers: options.ciphers ?? 'DEFAULT:@SECLEVEL=0',
    // Without an own store OpenSSL would complete the chain that is to be sent from the runtime's roots.
    ca: options.ca ?? [],
    ...(options.groups === undefined ? {} : { ecdhCurve: options.groups }),
    ...(options.sigalgs === undefined ? {} : { sigalgs: options.sigalgs }),
    ...(options.dhparam === undefined ? {} : { dhparam: options.dhparam }),
    honorCipherOrder: options.preference !== 'client',
    ...(options.resumption === false ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
  })
  const tls = createServer({
    ...contextOptions(credentials),
    requestCert: clients !== 'none',
    rejectUnauthorized: clients === 'required',
    ALPNProtocols: options.alpn ?? (options.application === 'h2' ? ['h2', 'http/1.1'] : ['http/1.1']),
  })
  for (const [name, own] of Object.entries(options.sni ?? {}))
    tls.addContext(name, createSecureContext(contextOptions(own)))
  tls.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, credentials.staple ?? null))
  tls.on('secureConnection', (socket) => serve(socket, clients, options.application ?? 'http'))
  tls.on('tlsClientError', (_error, socket) => socket.destroy())
  const open = await listen(options, (socket) =>
    startPrelude(socket, options.transport ?? 'tls', () => tls.emit('connection', socket)),
  )
  return {
    ...open,
    setCredentials(next) {
      credentials = next
      tls.setSecureContext(contextOptions(next))
    },
  }
}

/** A TCP server on loopback; `close` ends its connections, too. */
export async function listen(
  where: { readonly address?: string; readonly port?: number },
  onConnection: (socket: Socket) => void,
): Promise<LabServer> {
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createTcpServer({ noDelay: true }, (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    onConnection(socket)
  })
  const address = where.address ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port ?? 0, address, resolve)
  })
  return {
    address,
    port: portOf(server.address()),
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function pemOf(first: Credentials, second: Credentials | undefined): Pick<SecureContextOptions, 'cert' | 'key'> {
  const both = second ? [first, second] : [first]
  return { cert: both.map((one) => one.certificateChain), key: both.map((one) => one.key) }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP')
  return address.port
}

function startPrelude(socket: Socket, transport: Transport, beginTls: () => void): void {
  if (transport === 'tls') beginTls()
  else serverPreludes[transport](socket).then(beginTls, () => socket.destroy())
}

function serve(socket: TLSSocket, clients: ClientPolicy, application: Application): void {
  socket.on('error', () => socket.destroy())
  const presented = Object.keys(socket.getPeerCertificate()).length > 0
  const trusted = presented && socket.authorized
  if (clients === 'optional' && presented && !trusted) return void socket.destroy()
  if (clients === 'any-certificate' && !presented) return void socket.destroy()
  applications[application](socket, clients === 'required-in-http' && !trusted ? 400 : 200)
}
