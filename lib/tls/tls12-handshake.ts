import { clientExtensions } from './client-extensions.ts'
import { maxTokenBytes } from './client-hello.ts'
import type { Engine, EngineStart, ResumptionSession } from './engine.ts'
import { type HandshakeMessage, handshakeTypes, MessageJoiner } from './handshake-messages.ts'
import { contentTypes, type TlsRecord } from './records.ts'
import type { ServerHello } from './server-hello.ts'
import { agree, certificateMessage, certificateVerifyMessage, handshakeMessage } from './tls12-client-flight.ts'
import { Tls12Connection } from './tls12-connection.ts'
import { FlightOrder } from './tls12-flight-order.ts'
import type { Tls12Version } from './tls12-prf.ts'
import { keyExchangeProof } from './tls12-proof.ts'
import { Tls12Secrets, wantsFinished } from './tls12-secrets.ts'
import { Tls12Session } from './tls12-session.ts'
import { wireVersions } from './versions.ts'
import { WireError } from './wire-reader.ts'

/** What of SSL 3.0 a client says that has no certificate (RFC 6101 5.4.2). */
const noCertificate = Buffer.of(1, 41)

/** `flight`: the server's messages in the clear; `change`: down to its ChangeCipherSpec; `finished`: its Finished. */
type Step = 'flight' | 'change' | 'finished' | 'session'

/**
 * SSL 3.0 to TLS 1.2 from the message after ServerHello on (RFC 6101, RFC 2246, RFC 4346, RFC 5246). Throws WireError on
 * what is against the standard, and where the end was wanted of a suite that can't be completed here.
 */
export class Tls12Handshake implements Engine {
  over = false
  closed = false
  /** The server goes on with the session that was offered. */
  resumed = false
  readonly #start: EngineStart
  readonly #hello: ServerHello
  readonly #version: Tls12Version
  readonly #order: FlightOrder
  readonly #connection: Tls12Connection
  readonly #joiner = new MessageJoiner()
  readonly #secrets: Tls12Secrets
  #step: Step = 'flight'
  /** close_notify was said. */
  #left = false
  /** What the client's Finished said. */
  #finishedData: Uint8Array | null = null
  #session: Tls12Session | null = null

  constructor(start: EngineStart) {
    const { hello } = start.flight
    if (!hello || hello.version === 'TLSv1.3' || hello.version === 'SSLv2') throw new WireError('no ServerHello')
    this.#start = start
    this.#hello = hello
    this.#version = hello.version
    this.#order = new FlightOrder(hello.suiteId)
    this.#connection = new Tls12Connection(wireVersions[hello.version])
    this.#secrets = new Tls12Secrets(start, hello, hello.version)
  }

  get established(): boolean {
    return this.#session !== null
  }

  get received(): Uint8Array {
    return this.#session?.received ?? new Uint8Array()
  }

  /** Where the server finishes last, it has judged the client by then. */
  get spoke(): boolean {
    return this.#session?.spoke ?? false
  }

  get resumptions(): readonly ResumptionSession[] {
    if (!this.#session) return []
    const { sessionId, suiteId } = this.#hello
    const ticket = this.#start.flight.tickets.at(-1)?.ticket ?? (this.resumed ? this.#offered?.ticket : null)
    if (ticket && ticket.length > maxTokenBytes) return []
    if (sessionId.length === 0 && !ticket?.length) return []
    return [
      {
        version: this.#version,
        suiteId,
        sessionId,
        ticket: ticket ?? new Uint8Array(),
        masterSecret: this.#secrets.keys.master,
        extendedMasterSecret: this.#secrets.extendedMasterSecret,
      },
    ]
  }

  get renegotiates(): boolean | null {
    return this.#session?.renegotiates ?? null
  }

  renegotiate(): Uint8Array {
    if (!this.#session) throw new WireError('the handshake is not finished')
    const bound = this.#hello.extensions.has(clientExtensions.renegotiationInfo)
    return this.#session.renegotiate(this.#start.offer, bound ? this.#finishedData : null)
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
    this.#left = true
    return this.#session.close()
  }

  record(record: TlsRecord): Uint8Array | null {
    const content = this.#connection.open(record)
    if (record.type === contentTypes.handshake) return this.#handshake(content)
    if (this.#joiner.unfinished) throw new WireError('a handshake message is broken off')
    switch (record.type) {
      case contentTypes.alert:
        return this.#alert(content)
      case contentTypes.changeCipherSpec:
        return this.#changeCipherSpec(content)
      case contentTypes.applicationData:
        if (!this.#session) throw new WireError('application data before the handshake is finished')
        this.#session.data(content)
        return null
      default:
        throw new WireError(`a record of type ${record.type}`)
    }
  }

  #alert(body: Uint8Array): Uint8Array | null {
    const alert = this.#start.flight.alert(body)
    if (!alert) throw new WireError('a malformed alert')
    this.closed = alert.name === 'close_notify'
    this.over = this.closed || alert.level === 'fatal'
    this.#session?.alert(alert)
    return this.closed && !this.#left ? (this.#session?.close() ?? null) : null
  }

  #handshake(fragment: Uint8Array): Uint8Array | null {
    if (fragment.length === 0) throw new WireError('an empty handshake record')
    const answers: Uint8Array[] = []
    for (const message of this.#joiner.push(fragment)) {
      const answer = this.#message(message)
      if (answer) answers.push(answer)
      if (this.over) break
    }
    return answers.length > 1 ? Buffer.concat(answers) : (answers[0] ?? null)
  }

  #message(message: HandshakeMessage): Uint8Array | null {
    const { type } = message
    if (type === handshakeTypes.helloRequest) {
      if (message.body.length > 0) throw new WireError('a HelloRequest with a body')
      // RFC 5246 7.4.1.1: of no account while a handshake goes on.
      if (!this.#session) return null
      this.#start.flight.renegotiationAsked = true
      return this.#session.helloRequest()
    }
    switch (this.#step) {
      case 'flight':
        return this.#inFlight(message)
      case 'change':
        return this.#ticket(message)
      case 'finished':
        return this.#finished(message)
      case 'session':
        this.#session?.message(type)
        this.over = true
        return null
    }
  }

  #inFlight(message: HandshakeMessage): Uint8Array | null {
    const { flight, clientRandom, until, unproven } = this.#start
    if (message.type === handshakeTypes.newSessionTicket && this.#resume()) return this.#ticket(message)
    this.#order.accept(message.type)
    this.#take(message)
    this.over = until === 'certificate' && message.type === handshakeTypes.certificate
    if (message.type !== handshakeTypes.serverHelloDone) return null
    if (!unproven) flight.proof = keyExchangeProof(flight, clientRandom)
    if (wantsFinished(until)) return this.#answer()
    this.over = true
    return null
  }

  /** RFC 5077 3.3: between the two Finished, or before them where a session is resumed; announced by the ServerHello. */
  #ticket(message: HandshakeMessage): null {
    const { type } = message
    if (type !== handshakeTypes.newSessionTicket) throw new WireError(`message ${type} in place of ChangeCipherSpec`)
    if (!this.#hello.extensions.has(clientExtensions.sessionTicket))
      throw new WireError('a ticket that was not announced')
    if (this.#start.flight.tickets.length > 0) throw new WireError('a second ticket')
    this.#take(message)
    return null
  }

  #changeCipherSpec(body: Uint8Array): null {
    if (body.length !== 1 || body[0] !== 1) throw new WireError('a malformed ChangeCipherSpec')
    if (this.#step === 'flight') this.#resume()
    if (this.#step !== 'change') throw new WireError('an unexpected ChangeCipherSpec')
    this.#connection.protectReading(this.#secrets.keys.server)
    this.#step = 'finished'
    return null
  }

  #finished(message: HandshakeMessage): Uint8Array | null {
    const { type, body } = message
    if (type !== handshakeTypes.finished) throw new WireError(`message ${type} in place of Finished`)
    if (!this.#secrets.verifyData('server').equals(body)) throw new WireError("the server's Finished does not verify")
    this.#take(message)
    const answer = this.resumed ? this.#changeAndFinish() : null
    const { flight } = this.#start
    if (!this.resumed && this.#secrets.parameters.suite.keyExchange === 'rsa') {
      flight.proof = { by: 'finished', scheme: null, verified: true }
    }
    this.#step = 'session'
    this.#session = new Tls12Session(this.#connection, !this.resumed)
    return answer
  }

  /** The session that was offered, where the ServerHello can mean it (RFC 5246 7.4.1.3, RFC 5077 3.4). */
  get #offered(): ResumptionSession | null {
    const { resume, offer } = this.#start
    if (!resume || resume.version === 'TLSv1.3') return null
    const { version, suiteId, sessionId } = this.#hello
    if (sessionId.length === 0 || !Buffer.from(sessionId).equals(offer.sessionId ?? new Uint8Array())) return null
    return resume.version === version && resume.suiteId === suiteId ? resume : null
  }

  /** Whether the server resumes, when a message came that only then stands right behind ServerHello. */
  #resume(): boolean {
    const session = this.#order.untouched ? this.#offered : null
    if (session === null) return false
    // RFC 7627 5.3
    if (session.extendedMasterSecret !== this.#secrets.extendedMasterSecret) {
      throw new WireError('a session is resumed with another kind of master secret')
    }
    this.resumed = true
    this.#start.flight.requestSettled = true
    this.#secrets.resume(session.masterSecret)
    this.#step = 'change'
    return true
  }

  /** The client's flight in answer to ServerHelloDone (RFC 5246 7.3). */
  #answer(): Buffer {
    const { flight, offer } = this.#start
    const { certificateRequest: request } = flight
    const credential = request ? this.#credential(request.schemes) : null
    const records: Buffer[] = []
    if (request) {
      const certificate = certificateMessage(credential, this.#version)
      records.push(certificate ? this.#say(certificate) : this.#connection.write(contentTypes.alert, noCertificate))
    }
    const { exchange, premasterSecret } = agree(this.#secrets.parameters.suite, flight, this.#version, offer)
    records.push(this.#say(handshakeMessage(handshakeTypes.clientKeyExchange, (writer) => writer.bytes(exchange))))
    this.#secrets.agree(premasterSecret)
    if (request && credential) {
      records.push(this.#say(certificateVerifyMessage(credential, this.#version, request, this.#secrets.transcript)))
    }
    this.#step = 'change'
    return Buffer.concat([...records, this.#changeAndFinish()])
  }

  /** Null where there is none to show, or the server takes no signature that it could make. */
  #credential(schemes: readonly number[]) {
    const { credential } = this.#start
    return credential?.fits(this.#version, schemes) ? credential : null
  }

  #changeAndFinish(): Buffer {
    const change = this.#connection.changeCipherSpec(this.#secrets.keys.client)
    const data = this.#secrets.verifyData('client')
    this.#finishedData = data
    return Buffer.concat([change, this.#say(handshakeMessage(handshakeTypes.finished, (writer) => writer.bytes(data)))])
  }

  #take(message: HandshakeMessage): void {
    this.#start.flight.take(message)
    this.#secrets.add(message.raw)
  }

  #say(message: Uint8Array): Buffer {
    this.#secrets.add(message)
    return this.#connection.write(contentTypes.handshake, message)
  }
}
