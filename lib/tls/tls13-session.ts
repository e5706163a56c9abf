import { readCertificateRequest } from './certificate-request.ts'
import { clientMessages } from './client-authentication.ts'
import { maxTokenBytes } from './client-hello.ts'
import type { ClientCredential } from './conversation.ts'
import type { ResumptionPsk } from './engine.ts'
import type { Flight } from './flight.ts'
import { type HandshakeMessage, handshakeTypes } from './handshake-messages.ts'
import { type KeySchedule, nextTrafficSecret, resumptionKey } from './key-schedule.ts'
import { contentTypes } from './records.ts'
import { RecordOpener, RecordSealer } from './tls13-records.ts'
import type { Tls13Suite } from './tls13-suites.ts'
import type { Transcript } from './transcript.ts'
import { WireError } from './wire-reader.ts'

/** Where the handshake left off. */
export interface SessionStart {
  readonly flight: Flight
  readonly suite: Tls13Suite
  readonly suiteId: number
  /** At the master secret. */
  readonly schedule: KeySchedule
  /** Up to the client's Finished. */
  readonly transcript: Transcript
  readonly serverSecret: Buffer
  readonly clientSecret: Buffer
  readonly credential: ClientCredential | null
  /** Post-handshake authentication was offered. */
  readonly postHandshakeAuth: boolean
}

const maxMessages = 64
const maxReceivedBytes = 64 * 1024

/** A session of TLS 1.3 under its application keys (RFC 8446 4.6 and 7.2). */
export class Tls13Session {
  opener: RecordOpener
  spoke = false
  readonly #start: SessionStart
  #sealer: RecordSealer
  #serverSecret: Buffer
  #clientSecret: Buffer
  #flushed = false
  #messages = 0
  #received = Buffer.alloc(0)

  constructor(start: SessionStart) {
    this.#start = start
    this.#serverSecret = start.serverSecret
    this.#clientSecret = start.clientSecret
    this.opener = new RecordOpener(start.suite, start.serverSecret)
    this.#sealer = new RecordSealer(start.suite, start.clientSecret)
  }

  get received(): Uint8Array {
    return this.#received
  }

  /** What comes from now on can be an answer to the client's flight. */
  flushed(): void {
    this.#flushed = true
  }

  get resumptions(): readonly ResumptionPsk[] {
    const { flight, schedule, suite, suiteId, transcript } = this.#start
    const master = schedule.derive('res master', transcript.digest())
    const usable = flight.tickets.filter(({ ticket }) => ticket.length > 0 && ticket.length <= maxTokenBytes)
    return usable.toReversed().map(({ ticket, nonce, ageAdd }) => ({
      version: 'TLSv1.3',
      suiteId,
      ticket,
      key: resumptionKey(suite.hash, master, nonce),
      ageAdd,
    }))
  }

  seal(plaintext: Uint8Array): Uint8Array {
    return this.#sealer.seal(contentTypes.applicationData, plaintext)
  }

  /** RFC 8446 6.1 */
  close(): Uint8Array {
    return this.#sealer.seal(contentTypes.alert, Buffer.of(1, 0))
  }

  data(body: Uint8Array): void {
    // Data that was sent before the client's flight could arrive is no answer to it.
    if (this.#flushed) this.spoke = true
    const room = maxReceivedBytes - this.#received.length
    if (room > 0 && body.length > 0) this.#received = Buffer.concat([this.#received, body.subarray(0, room)])
  }

  /** Throws WireError for a message that has no place after the handshake. */
  message(message: HandshakeMessage): Uint8Array | null {
    this.#messages += 1
    if (this.#messages > maxMessages) throw new WireError(`more than ${maxMessages} messages after the handshake`)
    switch (message.type) {
      case handshakeTypes.newSessionTicket:
        this.#start.flight.take(message)
        if (this.#flushed) this.spoke = true
        return null
      case handshakeTypes.keyUpdate:
        return this.#keyUpdate(message.body)
      case handshakeTypes.certificateRequest:
        return this.#authenticate(message)
      default:
        throw new WireError(`message ${message.type} after the handshake`)
    }
  }

  /** RFC 8446 4.6.3 */
  #keyUpdate(body: Uint8Array): Uint8Array | null {
    const { suite } = this.#start
    const [request = 2] = body
    if (body.length !== 1 || request > 1) throw new WireError('a malformed KeyUpdate')
    this.#serverSecret = nextTrafficSecret(suite.hash, this.#serverSecret)
    this.opener = new RecordOpener(suite, this.#serverSecret)
    if (request === 0) return null
    const answer = this.#sealer.seal(contentTypes.handshake, Buffer.of(handshakeTypes.keyUpdate, 0, 0, 1, 0))
    this.#clientSecret = nextTrafficSecret(suite.hash, this.#clientSecret)
    this.#sealer = new RecordSealer(suite, this.#clientSecret)
    return answer
  }

  /** RFC 8446 4.6.2: each exchange stands on the main handshake alone. */
  #authenticate(message: HandshakeMessage): Uint8Array {
    const { flight, suite, transcript, credential, postHandshakeAuth } = this.#start
    if (!postHandshakeAuth) throw new WireError('a CertificateRequest after the handshake, which was not offered')
    const request = readCertificateRequest(message.body, 'TLSv1.3')
    flight.take(message)
    const exchange = transcript.fork().add(message.raw)
    const messages = clientMessages(exchange, suite.hash, this.#clientSecret, request, credential)
    return this.#sealer.seal(contentTypes.handshake, messages)
  }
}
