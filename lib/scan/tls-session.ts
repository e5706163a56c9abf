import { isIP } from 'node:net'
import { connect, type SecureContext, type TLSSocket } from 'node:tls'
import { readServerFlight, type ServerFlight, type ServerSecrets } from '#lib/tls/server-flight.ts'
import type { Wire } from './wire.ts'

/** What became of a handshake, and then of the session. */
export interface SessionEnd {
  readonly secured: boolean
  /** node:tls' word on the chain by the context's anchors; null where it had nothing to object or was not asked. */
  readonly authorizationError: string | null
  /** OpenSSL's own complaint, null where it had none. */
  readonly tlsError: string | null
}

/** A TLS client over a watched connection that judges nothing and keeps the secrets of its key log. */
export class TlsSession {
  readonly #wire: Wire
  readonly #socket: TLSSocket
  readonly #secrets: { handshake: Buffer | null; application: Buffer | null } = { handshake: null, application: null }
  #tlsError: string | null = null
  #secured = false
  #received = ''
  #spoke = false

  constructor(wire: Wire, context: SecureContext, serverName: string, alpn: readonly string[]) {
    this.#wire = wire
    wire.beginTls()
    this.#socket = connect({
      socket: wire,
      secureContext: context,
      // RFC 6066 3: an address is no server name.
      ...(serverName === '' || isIP(serverName) !== 0 ? {} : { servername: serverName }),
      ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}),
      rejectUnauthorized: false,
      requestOCSP: true,
      minDHSize: 1,
      checkServerIdentity: () => undefined,
    })
    this.#socket.on('keylog', (line: Buffer) => this.#keep(line.toString('latin1')))
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#tlsError ??= error.code ?? error.message
    })
    // In TLS 1.3 only a NewSessionTicket raises it, and none comes before the client's Finished was judged (RFC 8446 4.6.1).
    this.#socket.on('session', () => {
      this.#spoke = true
    })
    this.#socket.on('data', (chunk: Buffer) => {
      this.#spoke = true
      if (this.#received.length < 4096) this.#received += chunk.toString('latin1')
    })
    this.#socket.on('close', () => wire.destroy())
  }

  /** Resolves when the handshake has finished or the connection is over. */
  handshake(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('secureConnect', () => {
        this.#secured = true
        resolve()
      })
      this.#whenOver(resolve)
    })
  }

  /** Resolves when the peer has ended the session, or true when it still stands after `ms`. */
  standsFor(ms: number): Promise<boolean> {
    return this.#until(ms, () => false)
  }

  /** Like `standsFor`, but ends as soon as the server has said anything in the session. */
  standsUntilSpoken(ms: number): Promise<boolean> {
    return this.#until(ms, () => this.#spoke)
  }

  /** Whether the server has gone on in the session, which in TLS 1.3 shows that it took the client as it is. */
  get spoke(): boolean {
    return this.#spoke
  }

  /** Sends one HEAD and gives the status of the answer; null where none came in time. */
  async head(host: string, ms: number): Promise<number | null> {
    this.#socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: countersign\r\nConnection: close\r\n\r\n`)
    await this.#until(ms, () => /^HTTP\/1\.[01] \d{3}/.test(this.#received))
    const status = /^HTTP\/1\.[01] (\d{3})/.exec(this.#received)?.[1]
    return status === undefined ? null : Number(status)
  }

  get end(): SessionEnd {
    const objection: unknown = this.#secured ? this.#socket.authorizationError : null
    return {
      secured: this.#secured,
      authorizationError: typeof objection === 'string' ? objection : null,
      tlsError: this.#tlsError,
    }
  }

  /** What the server has said so far. */
  flight(): ServerFlight {
    const secrets: ServerSecrets = this.#secrets
    return readServerFlight(this.#wire.tlsBytes, secrets)
  }

  destroy(): void {
    this.#socket.destroy()
    this.#wire.destroy()
  }

  #until(ms: number, enough: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(true), ms)
      const onData = () => {
        if (enough()) settle(true)
      }
      const settle = (stands: boolean) => {
        clearTimeout(timer)
        for (const event of heard) this.#socket.removeListener(event, onData)
        resolve(stands)
      }
      const heard = ['data', 'session']
      for (const event of heard) this.#socket.on(event, onData)
      this.#whenOver(() => settle(false))
      onData()
    })
  }

  #whenOver(then: () => void): void {
    if (this.#socket.destroyed || this.#socket.readableEnded) then()
    else for (const event of ['end', 'error', 'close']) this.#socket.once(event, then)
  }

  /** Lines of RFC 9850; the client's own secrets and those of TLS 1.2 are of no use here and are not kept. */
  #keep(line: string): void {
    const [label, , secret] = line.trim().split(' ')
    if (secret === undefined) return
    if (label === 'SERVER_HANDSHAKE_TRAFFIC_SECRET') this.#secrets.handshake = Buffer.from(secret, 'hex')
    if (label === 'SERVER_TRAFFIC_SECRET_0') this.#secrets.application = Buffer.from(secret, 'hex')
  }
}
