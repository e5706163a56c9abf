import { type Alert, readAlert } from './alerts.ts'
import { type CertificateEntry, readCertificateMessage, readCertificateStatus } from './certificate-message.ts'
import { type CertificateRequest, readCertificateRequest } from './certificate-request.ts'
import type { KeyExchangeGroup } from './groups.ts'
import { type HandshakeMessage, handshakeTypes } from './handshake-messages.ts'
import { type NewSessionTicket, readNewSessionTicket } from './new-session-ticket.ts'
import { readEncryptedExtensions, readServerHello, type ServerHello } from './server-hello.ts'
import { readServerKeyExchange, type ServerKeyExchange } from './server-key-exchange.ts'

/** How the server proved that it holds the key of its leaf, where that was looked at. */
export interface KeyProof {
  readonly by: 'certificate-verify' | 'server-key-exchange' | 'finished'
  /** Wire value of the signature scheme, null where none is named (key transport; before TLS 1.2). */
  readonly scheme: number | null
  readonly verified: boolean
}

/** All that one server said in one handshake. Null: it was not said, or not reached. */
export interface ServerFlight {
  readonly hello: ServerHello | null
  /** The HelloRetryRequest that came before it. */
  readonly retry: ServerHello | null
  /** Extensions of the server's side that TLS 1.3 encrypts, by type. */
  readonly encryptedExtensions: ReadonlyMap<number, Uint8Array> | null
  /** DER of the certificates exactly as sent, leaf first. */
  readonly chain: readonly Uint8Array[] | null
  /** TLS 1.3: the extensions of each certificate; before: empty maps. */
  readonly certificateEntries: readonly CertificateEntry[] | null
  /** DER of the stapled OCSP response of the leaf. */
  readonly staple: Uint8Array | null
  /** The TLS extension's SignedCertificateTimestampList (RFC 6962 3.3), each as sent. */
  readonly signedTimestamps: readonly Uint8Array[]
  readonly keyExchange: ServerKeyExchange | null
  readonly group: KeyExchangeGroup | null
  readonly alpn: string | null
  readonly certificateRequest: CertificateRequest | null
  readonly certificateRequested: boolean
  /** The server came to the point after which no CertificateRequest of this handshake can follow. */
  readonly requestSettled: boolean
  readonly helloDone: boolean
  readonly proof: KeyProof | null
  readonly finished: boolean
  readonly tickets: readonly NewSessionTicket[]
  /** Alerts that could be read, in order. */
  readonly alerts: readonly Alert[]
  /** What the server did against the standard, null where nothing. */
  readonly problem: string | null
}

const maxTickets = 16
const maxAlerts = 16

/** Fills a ServerFlight from messages in the order in which they come. Copies what it keeps. Throws WireError. */
export class Flight implements ServerFlight {
  hello: ServerHello | null = null
  retry: ServerHello | null = null
  encryptedExtensions: ReadonlyMap<number, Uint8Array> | null = null
  certificateEntries: readonly CertificateEntry[] | null = null
  chain: readonly Uint8Array[] | null = null
  staple: Uint8Array | null = null
  signedTimestamps: readonly Uint8Array[] = []
  keyExchange: ServerKeyExchange | null = null
  group: KeyExchangeGroup | null = null
  alpn: string | null = null
  certificateRequest: CertificateRequest | null = null
  requestSettled = false
  helloDone = false
  proof: KeyProof | null = null
  finished = false
  readonly tickets: NewSessionTicket[] = []
  readonly alerts: Alert[] = []
  problem: string | null = null

  get certificateRequested(): boolean {
    return this.certificateRequest !== null
  }

  get tls13(): boolean {
    return this.hello?.version === 'TLSv1.3'
  }

  alert(body: Uint8Array): Alert | null {
    const alert = readAlert(body, this.tls13)
    if (alert && this.alerts.length < maxAlerts) this.alerts.push(alert)
    return alert
  }

  take({ type, body }: HandshakeMessage): void {
    switch (type) {
      case handshakeTypes.serverHello:
        return this.#serverHello(readServerHello(body))
      case handshakeTypes.encryptedExtensions:
        return this.#encryptedExtensions(body)
      case handshakeTypes.certificate:
        return this.#certificate(body)
      case handshakeTypes.certificateStatus:
        this.staple = readCertificateStatus(body)
        return
      case handshakeTypes.serverKeyExchange:
        this.keyExchange = readServerKeyExchange(body, this.hello?.suiteId ?? 0, this.hello?.version ?? 'TLSv1.2')
        this.group = this.keyExchange?.group ?? null
        return
      case handshakeTypes.certificateRequest:
        this.certificateRequest ??= readCertificateRequest(body, this.hello?.version ?? 'TLSv1.2')
        return
      case handshakeTypes.serverHelloDone:
        this.helloDone = true
        this.requestSettled = true
        return
      case handshakeTypes.newSessionTicket:
        if (this.tickets.length < maxTickets) this.tickets.push(readNewSessionTicket(body, this.tls13))
        return
      case handshakeTypes.finished:
        this.finished = true
        this.requestSettled = true
        return
    }
  }

  #serverHello(hello: ServerHello): void {
    if (hello.retry) {
      this.retry = hello
      return
    }
    this.hello = hello
    this.group = hello.group
    this.alpn = hello.alpn
    this.signedTimestamps = hello.signedTimestamps
  }

  #encryptedExtensions(body: Uint8Array): void {
    const { alpn, extensions } = readEncryptedExtensions(body)
    this.alpn = alpn
    this.encryptedExtensions = extensions
  }

  #certificate(body: Uint8Array): void {
    const message = readCertificateMessage(body, this.tls13)
    this.certificateEntries = message.entries
    this.chain = message.entries.map(({ der }) => der)
    this.staple = message.staple
    if (!this.tls13) return
    this.signedTimestamps = message.signedTimestamps
    // RFC 8446 2: CertificateRequest stands before Certificate.
    this.requestSettled = true
  }
}
