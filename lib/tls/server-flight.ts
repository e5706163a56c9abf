import { type Alert, readAlert } from './alerts.ts'
import { readCertificateMessage, readCertificateStatus } from './certificate-message.ts'
import type { KeyExchangeGroup } from './groups.ts'
import { type HandshakeMessage, handshakeTypes, MessageJoiner } from './handshake-messages.ts'
import { RecordOpener } from './key-schedule.ts'
import { contentTypes, readRecords, type TlsRecord } from './records.ts'
import { readEncryptedExtensions, readServerHello, type ServerHello } from './server-hello.ts'
import { readServerKeyExchange } from './server-key-exchange.ts'
import { WireError } from './wire-reader.ts'

/** Secrets of the server's side, as the key log format names them (RFC 9850). */
export interface ServerSecrets {
  readonly handshake: Uint8Array | null
  readonly application: Uint8Array | null
}

/** All that one server said in one handshake, read from its bytes alone. Null: it was not said (or not reached). */
export interface ServerFlight {
  readonly hello: ServerHello | null
  readonly retried: boolean
  /** DER of the certificates exactly as sent. */
  readonly chain: readonly Uint8Array[] | null
  readonly staple: Uint8Array | null
  readonly group: KeyExchangeGroup | null
  readonly alpn: string | null
  readonly certificateRequested: boolean
  /** The server came to the point after which no CertificateRequest of this handshake can follow. */
  readonly requestSettled: boolean
  readonly finished: boolean
  /** Alerts that could be read; those of TLS 1.2 after ChangeCipherSpec can't. */
  readonly alerts: readonly Alert[]
  /** Why reading stopped early, null where it did not. */
  readonly problem: string | null
}

/**
 * Reads a server's side of a handshake: TLS 1.0 to 1.2 in the clear up to ChangeCipherSpec, TLS 1.3 with the
 * secrets of the client's key log. Never throws; what could be read before a fault stays.
 */
export function readServerFlight(bytes: Uint8Array, secrets: ServerSecrets): ServerFlight {
  const reader = new FlightReader(secrets)
  try {
    for (const record of readRecords(bytes)) {
      if (!reader.accept(record)) break
    }
    return reader.flight(null)
  } catch (error) {
    if (error instanceof WireError) return reader.flight(error.message)
    throw error
  }
}

class FlightReader {
  readonly #secrets: ServerSecrets
  #joiner = new MessageJoiner()
  #opener: RecordOpener | null = null
  #hello: ServerHello | null = null
  #retried = false
  #chain: readonly Uint8Array[] | null = null
  #staple: Uint8Array | null = null
  #group: KeyExchangeGroup | null = null
  #alpn: string | null = null
  #requested = false
  #settled = false
  #finished = false
  readonly #alerts: Alert[] = []

  constructor(secrets: ServerSecrets) {
    this.#secrets = secrets
  }

  flight(problem: string | null): ServerFlight {
    return {
      hello: this.#hello,
      retried: this.#retried,
      chain: this.#chain,
      staple: this.#staple,
      group: this.#group,
      alpn: this.#alpn,
      certificateRequested: this.#requested,
      requestSettled: this.#settled,
      finished: this.#finished,
      alerts: this.#alerts,
      problem,
    }
  }

  /** False where nothing that follows can be read. */
  accept(record: TlsRecord): boolean {
    if (record.type === contentTypes.changeCipherSpec) return this.#tls13
    if (record.type !== contentTypes.applicationData) return this.#content(record.type, record.body)
    const opened = this.#opener?.open(record)
    return opened ? this.#content(opened.type, opened.body) : false
  }

  get #tls13(): boolean {
    return this.#hello?.version === 'TLSv1.3'
  }

  #content(type: number, body: Uint8Array): boolean {
    if (type === contentTypes.alert) {
      const alert = readAlert(body, this.#tls13)
      if (alert) this.#alerts.push(alert)
      return alert !== null
    }
    if (type !== contentTypes.handshake) return type === contentTypes.applicationData
    return this.#joiner.push(body).every((message) => this.#message(message))
  }

  #message({ type, body }: HandshakeMessage): boolean {
    switch (type) {
      case handshakeTypes.serverHello:
        return this.#serverHello(readServerHello(body))
      case handshakeTypes.encryptedExtensions:
        this.#alpn = readEncryptedExtensions(body).alpn
        return true
      case handshakeTypes.certificate:
        return this.#certificate(body)
      case handshakeTypes.certificateStatus:
        this.#staple = readCertificateStatus(body)
        return true
      case handshakeTypes.serverKeyExchange:
        this.#group = readServerKeyExchange(body, this.#hello?.suiteId ?? 0)
        return true
      case handshakeTypes.certificateRequest:
        this.#requested = true
        return true
      case handshakeTypes.serverHelloDone:
        this.#settled = true
        return true
      case handshakeTypes.finished:
        return this.#serverFinished()
      default:
        // After KeyUpdate the server writes under a secret that this reader does not hold.
        return type !== handshakeTypes.keyUpdate
    }
  }

  #serverHello(hello: ServerHello): boolean {
    if (hello.retry) {
      this.#retried = true
      return true
    }
    this.#hello = hello
    this.#group = hello.group
    this.#alpn = hello.alpn
    if (this.#tls13 && this.#secrets.handshake) this.#opener = RecordOpener.of(hello.suiteId, this.#secrets.handshake)
    return true
  }

  #certificate(body: Uint8Array): boolean {
    const message = readCertificateMessage(body, this.#tls13)
    this.#chain = message.chain
    this.#staple = message.staple
    // RFC 8446 2: CertificateRequest stands before Certificate.
    if (this.#tls13) this.#settled = true
    return true
  }

  #serverFinished(): boolean {
    this.#finished = true
    this.#settled = true
    const { application } = this.#secrets
    this.#opener = application && this.#hello ? RecordOpener.of(this.#hello.suiteId, application) : null
    return this.#opener !== null
  }
}
