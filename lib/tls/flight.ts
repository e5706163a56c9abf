import { type Alert, readAlert } from './alerts.ts'
import { type CertificateEntry, readCertificateMessage, readCertificateStatus } from './certificate-message.ts'
import { type CertificateRequest, readCertificateRequest } from './certificate-request.ts'
import type { KeyExchangeGroup } from './groups.ts'
import { type HandshakeMessage, handshakeTypes } from './handshake-messages.ts'
import { type NewSessionTicket, readNewSessionTicket } from './new-session-ticket.ts'
import { readEncryptedExtensions, readServerHello, type ServerHello } from './server-hello.ts'
import { readServerKeyExchange, type ServerKeyExchange } from './server-key-exchange.ts'
import { WireError } from './wire-reader.ts'

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
  /** Up to TLS 1.2: a HelloRequest came in the session, as from servers that want a certificate for some paths alone. */
  readonly renegotiationAsked: boolean
  readonly tickets: readonly NewSessionTicket[]
  /** Alerts that could be read, in order. */
  readonly alerts: readonly Alert[]
  /** What the server did against the standard, null where nothing. */
  readonly problem: string | null
  /** The problem is not the server's: what it chose can't be led to its end here. */
  readonly notCompleted: boolean
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
  renegotiationAsked = false
  readonly tickets: NewSessionTicket[] = []
  readonly alerts: Alert[] = []
  problem: string | null = null
  notCompleted = false

  get certificateRequested(): boolean {
    return this.certificateRequest !== null
  }

  get tls13(): boolean {
    return this.hello?.version === 'TLSv1.3'
  }

  /**
   * Takes the alerts of a record. Gives the first fatal one, else the last, null where they can't be read. Throws
   * WireError for one too many.
   */
  alert(body: Uint8Array): Alert | null {
    if (body.length === 0 || body.length % 2 !== 0) return null
    let answer: Alert | null = null
    for (let at = 0; at < body.length; at += 2) {
      const alert = readAlert(body.subarray(at, at + 2), this.tls13)
      if (!alert) return answer
      if (this.alerts.length === maxAlerts) throw new WireError(`more than ${maxAlerts} alerts`)
      this.alerts.push(alert)
      if (answer?.level !== 'fatal') answer = alert
    }
    return answer
  }

  /** Takes a message of the server. Throws WireError for one that can't be read, or stands where it can't. */
  take({ type, body }: HandshakeMessage): void {
    if (type === handshakeTypes.clientHello || type === handshakeTypes.clientKeyExchange) {
      throw new WireError(`the server sends a client's message (${type})`)
    }
    if (type === handshakeTypes.serverHello) this.#serverHello(readServerHello(body))
    else if (this.hello) this.#afterHello(type, body, this.hello)
    else if (type !== handshakeTypes.helloRequest) throw new WireError(`message ${type} comes before ServerHello`)
  }

  #afterHello(type: number, body: Uint8Array, hello: ServerHello): void {
    switch (type) {
      case handshakeTypes.encryptedExtensions:
        this.#encryptedExtensions(body)
        break
      case handshakeTypes.certificate:
        this.#certificate(body)
        break
      case handshakeTypes.certificateStatus:
        this.#certificateStatus(body)
        break
      case handshakeTypes.serverKeyExchange:
        this.#serverKeyExchange(body, hello)
        break
      case handshakeTypes.certificateRequest:
        this.certificateRequest ??= readCertificateRequest(body, hello.version)
        break
      case handshakeTypes.serverHelloDone:
        this.helloDone = true
        this.requestSettled = true
        break
      case handshakeTypes.newSessionTicket:
        if (this.tickets.length < maxTickets) this.tickets.push(readNewSessionTicket(body, this.tls13))
        break
      case handshakeTypes.finished:
        this.finished = true
        this.requestSettled = true
        break
    }
  }

  #serverHello(hello: ServerHello): void {
    if (this.hello) throw new WireError('a second ServerHello')
    if (hello.retry) {
      if (this.retry) throw new WireError('a second HelloRetryRequest')
      this.retry = hello
      return
    }
    this.hello = hello
    this.group = hello.group
    this.alpn = hello.alpn
    this.signedTimestamps = hello.signedTimestamps
  }

  #encryptedExtensions(body: Uint8Array): void {
    if (!this.tls13 || this.encryptedExtensions) throw new WireError('EncryptedExtensions stand where they can not')
    const { alpn, extensions } = readEncryptedExtensions(body)
    this.alpn = alpn
    this.encryptedExtensions = extensions
  }

  #certificate(body: Uint8Array): void {
    if (this.chain) throw new WireError('a second Certificate')
    const message = readCertificateMessage(body, this.tls13)
    if (message.entries.length === 0) throw new WireError('a Certificate without certificates')
    this.certificateEntries = message.entries
    this.chain = message.entries.map(({ der }) => der)
    this.staple = message.staple
    if (!this.tls13) return
    this.signedTimestamps = message.signedTimestamps
    // RFC 8446 2: CertificateRequest stands before Certificate.
    this.requestSettled = true
  }

  #certificateStatus(body: Uint8Array): void {
    if (this.tls13 || this.staple) throw new WireError('CertificateStatus stands where it can not')
    this.staple = readCertificateStatus(body)
  }

  #serverKeyExchange(body: Uint8Array, { suiteId, version }: ServerHello): void {
    if (this.tls13 || this.keyExchange) throw new WireError('ServerKeyExchange stands where it can not')
    this.keyExchange = readServerKeyExchange(body, suiteId, version)
    this.group = this.keyExchange?.group ?? null
  }
}

/** A flight in which nothing was said. */
export const nothingSaid: ServerFlight = new Flight()
