import { readCertificateVerify, verifiesUnder } from './certificate-verify.ts'
import { clientMessages, signedContent } from './client-authentication.ts'
import type { ClientHellos } from './client-hellos.ts'
import type { ClientCredential } from './conversation.ts'
import type { Engine, HandshakeEnd, ResumptionPsk } from './engine.ts'
import type { Flight } from './flight.ts'
import { type HandshakeMessage, handshakeTypes, MessageJoiner } from './handshake-messages.ts'
import { finishedMac, KeySchedule } from './key-schedule.ts'
import { contentTypes, type TlsRecord } from './records.ts'
import { settle } from './server-hello-rules.ts'
import { RecordOpener, RecordSealer } from './tls13-records.ts'
import { Tls13Session } from './tls13-session.ts'
import type { Tls13Suite } from './tls13-suites.ts'
import type { Transcript } from './transcript.ts'
import { WireError } from './wire-reader.ts'

export interface Tls13Start {
  /** Has taken the ServerHello. */
  readonly flight: Flight
  readonly hellos: ClientHellos
  readonly serverHelloRaw: Uint8Array
  readonly credential: ClientCredential | null
  readonly until: HandshakeEnd
  /** CertificateVerify is read, and not verified: the flight has no proof. */
  readonly unproven: boolean
}

type Step = 'encrypted-extensions' | 'certificate-request' | 'certificate' | 'certificate-verify' | 'finished'

/** RFC 8446 D.4: what a middlebox takes for the resumption of a TLS 1.2 session. */
export const changeCipherSpecRecord = Buffer.of(contentTypes.changeCipherSpec, 3, 3, 0, 1, 1)

/** TLS 1.3 from the message after ServerHello on (RFC 8446). Throws WireError on what is against the standard. */
export class Tls13Handshake implements Engine {
  over = false
  closed = false
  readonly #start: Tls13Start
  readonly #suite: Tls13Suite
  readonly #schedule: KeySchedule
  readonly #transcript: Transcript
  /** Of the messages up to ServerHello. */
  readonly #helloHash: Buffer
  readonly #serverSecret: Buffer
  readonly #handshakeOpener: RecordOpener
  readonly #joiner = new MessageJoiner()
  #step: Step = 'encrypted-extensions'
  #session: Tls13Session | null = null

  constructor(start: Tls13Start) {
    const { flight, hellos, serverHelloRaw } = start
    if (!flight.hello) throw new WireError('no ServerHello')
    const { suite, agreement, share } = settle(flight.hello, hellos.offer, hellos.retry)
    this.#start = start
    this.#suite = suite
    this.#transcript = hellos.transcript(suite.hash).add(serverHelloRaw)
    this.#helloHash = this.#transcript.digest()
    this.#schedule = new KeySchedule(suite.hash, flight.hello.resumed ? (hellos.psk?.key ?? null) : null)
    this.#schedule.advance(agreement.agree(share))
    this.#serverSecret = this.#schedule.derive('s hs traffic', this.#helloHash)
    this.#handshakeOpener = new RecordOpener(suite, this.#serverSecret)
  }

  get established(): boolean {
    return this.#session !== null
  }

  get resumed(): boolean {
    return this.#start.flight.hello?.resumed ?? false
  }

  get received(): Uint8Array {
    return this.#session?.received ?? new Uint8Array()
  }

  get spoke(): boolean {
    return this.#session?.spoke ?? false
  }

  get resumptions(): readonly ResumptionPsk[] {
    return this.#session?.resumptions ?? []
  }

  flushed(): void {
    this.#session?.flushed()
  }

  seal(plaintext: Uint8Array): Uint8Array {
    if (!this.#session) throw new WireError('the handshake is not finished')
    return this.#session.seal(plaintext)
  }

  close(): Uint8Array {
    if (!this.#session) throw new WireError('the handshake is not finished')
    return this.#session.close()
  }

  record(record: TlsRecord): Uint8Array | null {
    switch (record.type) {
      case contentTypes.changeCipherSpec:
        return this.#changeCipherSpec(record.body)
      case contentTypes.applicationData: {
        const { type, body } = this.#opener.open(record)
        return this.#content(type, body)
      }
      case contentTypes.alert:
        // A server that failed before it had keys says so in the clear.
        if (this.#session) throw new WireError('an alert in the clear after the handshake')
        return this.#alert(record.body)
      default:
        throw new WireError(`a record of type ${record.type} in the clear after ServerHello`)
    }
  }

  get #opener(): RecordOpener {
    return this.#session?.opener ?? this.#handshakeOpener
  }

  /** RFC 8446 5: dropped up to the server's Finished, if it is what middleboxes expect. */
  #changeCipherSpec(body: Uint8Array): null {
    if (this.#session || body.length !== 1 || body[0] !== 1) throw new WireError('an unexpected ChangeCipherSpec')
    return null
  }

  #content(type: number, body: Uint8Array): Uint8Array | null {
    if (type === contentTypes.handshake) return this.#handshake(body)
    if (this.#joiner.unfinished) throw new WireError('a handshake message is broken off')
    if (type === contentTypes.alert) return this.#alert(body)
    if (type !== contentTypes.applicationData || !this.#session) {
      throw new WireError(`a protected record of type ${type}`)
    }
    this.#session.data(body)
    return null
  }

  #alert(body: Uint8Array): null {
    const alert = this.#start.flight.alert(body)
    if (!alert) throw new WireError('a malformed alert')
    this.closed = alert.name === 'close_notify'
    this.over = this.closed || alert.level === 'fatal'
    return null
  }

  #handshake(fragment: Uint8Array): Uint8Array | null {
    if (fragment.length === 0) throw new WireError('an empty handshake record')
    const keys = this.#opener
    const answers: Uint8Array[] = []
    for (const message of this.#joiner.push(fragment)) {
      if (this.#opener !== keys) throw new WireError('a message behind a change of keys, in one record with it')
      const answer = this.#session ? this.#session.message(message) : this.#message(message)
      if (answer) answers.push(answer)
      if (this.over) break
    }
    if (this.#opener !== keys && this.#joiner.unfinished) {
      throw new WireError('a message behind a change of keys, in one record with it')
    }
    return answers.length > 1 ? Buffer.concat(answers) : (answers[0] ?? null)
  }

  /** In the order of RFC 8446 2; what is not expected throws. */
  #message(message: HandshakeMessage): Uint8Array | null {
    switch (this.#step) {
      case 'encrypted-extensions':
        this.#take(message, handshakeTypes.encryptedExtensions)
        this.#step = this.#start.flight.hello?.resumed ? 'finished' : 'certificate-request'
        return null
      case 'certificate-request':
        if (message.type !== handshakeTypes.certificateRequest) return this.#certificate(message)
        this.#take(message, handshakeTypes.certificateRequest)
        this.#step = 'certificate'
        return null
      case 'certificate':
        return this.#certificate(message)
      case 'certificate-verify':
        this.#prove(message)
        this.#take(message, handshakeTypes.certificateVerify)
        this.#step = 'finished'
        return null
      case 'finished':
        return this.#finished(message)
    }
  }

  #take(message: HandshakeMessage, type: number): void {
    if (message.type !== type) throw new WireError(`message ${message.type} in place of ${type}`)
    this.#transcript.add(message.raw)
    this.#start.flight.take(message)
  }

  #certificate(message: HandshakeMessage): null {
    this.#take(message, handshakeTypes.certificate)
    this.#step = 'certificate-verify'
    this.over = this.#start.until === 'certificate'
    return null
  }

  /** RFC 8446 4.4.3. A signature that does not hold is a fact, with which the handshake goes on. */
  #prove({ type, body }: HandshakeMessage): void {
    const { flight, hellos, unproven } = this.#start
    if (type !== handshakeTypes.certificateVerify) throw new WireError(`message ${type} in place of CertificateVerify`)
    const { scheme, signature } = readCertificateVerify(body)
    if (unproven) return
    const leaf = flight.chain?.[0]
    const verified =
      leaf !== undefined &&
      hellos.offer.signatureSchemes.includes(scheme) &&
      verifiesUnder(leaf, scheme, signedContent('server', this.#transcript.digest()), signature)
    flight.proof = { by: 'certificate-verify', scheme, verified }
  }

  #finished(message: HandshakeMessage): Uint8Array | null {
    if (message.type !== handshakeTypes.finished) throw new WireError(`message ${message.type} in place of Finished`)
    const expected = finishedMac(this.#suite.hash, this.#serverSecret, this.#transcript.digest())
    if (!expected.equals(message.body)) throw new WireError("the server's Finished does not verify")
    this.#take(message, handshakeTypes.finished)
    if (this.#start.until === 'finished') return this.#finish()
    this.over = true
    return null
  }

  /** The client's flight (RFC 8446 4.4), and the keys of the application. */
  #finish(): Buffer {
    const { flight, hellos, credential } = this.#start
    const { hash } = this.#suite
    const handshakeSecret = this.#schedule.derive('c hs traffic', this.#helloHash)
    this.#schedule.advance(null)
    const finishedHash = this.#transcript.digest()
    const serverSecret = this.#schedule.derive('s ap traffic', finishedHash)
    const clientSecret = this.#schedule.derive('c ap traffic', finishedHash)
    const messages = clientMessages(this.#transcript, hash, handshakeSecret, flight.certificateRequest, credential)
    const flightRecords = new RecordSealer(this.#suite, handshakeSecret).seal(contentTypes.handshake, messages)
    this.#session = new Tls13Session({
      flight,
      suite: this.#suite,
      suiteId: flight.hello?.suiteId ?? 0,
      schedule: this.#schedule,
      transcript: this.#transcript,
      serverSecret,
      clientSecret,
      credential: hellos.offer.postHandshakeAuth ? credential : null,
      postHandshakeAuth: hellos.offer.postHandshakeAuth ?? false,
    })
    // After a second hello the ChangeCipherSpec has been sent.
    return hellos.retry ? flightRecords : Buffer.concat([changeCipherSpecRecord, flightRecords])
  }
}
