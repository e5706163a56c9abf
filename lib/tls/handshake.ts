import { freshRandom, plainRecord } from './client-hello.ts'
import { ClientHellos, type HandshakeOffer } from './client-hellos.ts'
import type { ClientCredential, Session } from './conversation.ts'
import type { Engine, HandshakeEnd, Resumption } from './engine.ts'
import { Flight, nothingSaid, type ServerFlight } from './flight.ts'
import { type HandshakeMessage, handshakeTypes, MessageJoiner } from './handshake-messages.ts'
import { contentTypes, RecordSplitter, type TlsRecord } from './records.ts'
import type { ServerHello } from './server-hello.ts'
import { expectOffered, settle } from './server-hello-rules.ts'
import { Tls12Handshake } from './tls12-handshake.ts'
import { changeCipherSpecRecord, Tls13Handshake } from './tls13-handshake.ts'
import { TrafficCaps } from './traffic-caps.ts'
import { NotCompletedError, WireError } from './wire-reader.ts'

export interface HandshakeOptions {
  readonly offer: HandshakeOffer
  /** TLS 1.3: the groups of which a key share goes with the hello; with none of them the server has to retry. */
  readonly shareGroups: readonly number[]
  /** Shown where the server asks for a certificate; null shows an empty one. */
  readonly credential?: ClientCredential | null
  readonly until: HandshakeEnd
  /** Whether the server holds its key is known or of no interest: no signature is looked at. */
  readonly unproven?: boolean
  /** A session to resume, and how long ago its ticket came. */
  readonly resume?: { readonly session: Resumption; readonly ageMs: number } | null
}

/** A whole handshake as a client sees it, in whichever version the server picks, and the session after it. */
export class Handshake implements Session {
  readonly #options: HandshakeOptions
  readonly #hellos: ClientHellos
  /** What reads the server's side is made when it begins to speak: thousands may wait for that at once. */
  #incoming: Incoming | null = null
  #engine: Engine | null = null
  #ended = false
  /** close_notify came before a ServerHello. */
  #closed = false

  constructor(options: HandshakeOptions) {
    this.#options = options
    this.#hellos = hellosOf(options)
  }

  get flight(): ServerFlight {
    return this.#incoming?.flight ?? nothingSaid
  }

  get over(): boolean {
    return this.#ended || (this.#engine?.over ?? false)
  }

  get established(): boolean {
    return this.#engine?.established ?? false
  }

  get received(): Uint8Array {
    return this.#engine?.received ?? new Uint8Array()
  }

  get spoke(): boolean {
    return this.#engine?.spoke ?? false
  }

  get closed(): boolean {
    return this.#engine?.closed ?? this.#closed
  }

  /** The server goes on with the session that was to be resumed. */
  get resumed(): boolean {
    return this.#engine?.resumed ?? false
  }

  /** With what the session can be resumed, the newest first; none until the server gave a ticket (or a session id). */
  get resumptions(): readonly Resumption[] {
    return this.#engine?.resumptions ?? []
  }

  /** Whether the server begins a new handshake where the client asks for one; null: not asked, or it has not said. */
  get renegotiates(): boolean | null {
    return this.#engine?.renegotiates ?? null
  }

  /** Asks for a new handshake within the session; null in TLS 1.3, which has none. Throws WireError before `established`. */
  renegotiate(): Uint8Array | null {
    return this.#engine?.renegotiate?.() ?? null
  }

  begin(): Uint8Array {
    return this.#hellos.record
  }

  seal(plaintext: Uint8Array): Uint8Array {
    if (!this.#engine) throw new WireError('the handshake is not finished')
    return this.#engine.seal(plaintext)
  }

  close(): Uint8Array {
    if (!this.#engine) throw new WireError('the handshake is not finished')
    return this.#engine.close()
  }

  receive(chunk: Uint8Array): Uint8Array | null {
    if (this.over) return null
    this.#incoming ??= new Incoming()
    const incoming = this.#incoming
    const answers: Uint8Array[] = []
    try {
      for (const record of incoming.records.push(chunk)) {
        incoming.caps.count(record.body.length)
        const answer = this.#engine ? this.#engine.record(record) : this.#beforeHello(record, incoming)
        if (answer) answers.push(answer)
        if (this.over) break
      }
      this.#engine?.flushed?.()
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      incoming.flight.problem ??= error.message
      incoming.flight.notCompleted = error instanceof NotCompletedError
      this.#ended = true
    }
    return answers.length > 1 ? Buffer.concat(answers) : (answers[0] ?? null)
  }

  #beforeHello({ type, header, body }: TlsRecord, incoming: Incoming): Uint8Array | null {
    if (type === contentTypes.handshake) return this.#handshake(header, body, incoming)
    if (type === contentTypes.alert) return this.#alert(body, incoming.flight)
    // RFC 8446 D.4: with a HelloRetryRequest comes a ChangeCipherSpec.
    if (type === contentTypes.changeCipherSpec && this.#hellos.retry) return null
    throw new WireError(`a record of type ${type} before ServerHello`)
  }

  #alert(body: Uint8Array, flight: Flight): null {
    const alert = flight.alert(body)
    if (!alert) throw new WireError('a malformed alert')
    this.#closed = alert.name === 'close_notify'
    this.#ended = alert.level === 'fatal' || this.#closed
    return null
  }

  #handshake(header: Uint8Array, fragment: Uint8Array, { flight, messages }: Incoming): Uint8Array | null {
    for (const message of messages.push(fragment)) {
      if (message.type !== handshakeTypes.serverHello) {
        throw new WireError(`message ${message.type} in place of ServerHello`)
      }
      flight.take(message)
      if (flight.hello) this.#answered(message, flight, flight.hello)
      else if (flight.retry) this.#hellos.answer(flight.retry, message.raw)
      break
    }
    if (this.#engine) return passOn(this.#engine, header, messages)
    if (this.#ended || !this.#hellos.retry) return null
    if (messages.unfinished) throw new WireError('a message behind a HelloRetryRequest, in one record with it')
    return Buffer.concat([changeCipherSpecRecord, plainRecord(this.#hellos.raw, 0x0303)])
  }

  #answered(message: HandshakeMessage, flight: Flight, hello: ServerHello): void {
    expectOffered(hello, this.#hellos.offer)
    if (this.#options.until !== 'server-hello') {
      this.#engine = this.#engineOf(message, flight, hello)
      return
    }
    if (hello.version === 'TLSv1.3') settle(hello, this.#hellos.offer, this.#hellos.retry)
    this.#ended = true
  }

  #engineOf({ raw }: HandshakeMessage, flight: Flight, hello: ServerHello): Engine {
    const { credential = null, until, unproven = false, resume } = this.#options
    if (hello.version === 'TLSv1.3') {
      return new Tls13Handshake({ flight, hellos: this.#hellos, serverHelloRaw: raw, credential, until, unproven })
    }
    if (this.#hellos.retry) throw new WireError(`${hello.version} after a HelloRetryRequest`)
    return new Tls12Handshake({
      flight,
      offer: this.#hellos.offer,
      clientHelloRaw: this.#hellos.raw,
      clientRandom: this.#hellos.random,
      serverHelloRaw: raw,
      credential,
      until,
      unproven,
      resume: resume?.session ?? null,
    })
  }
}

/** What the server has said, and what takes its bytes apart. */
class Incoming {
  readonly flight = new Flight()
  readonly records = new RecordSplitter()
  readonly messages = new MessageJoiner()
  readonly caps = new TrafficCaps()
}

/** The rest of the record that carried the ServerHello. */
function passOn(engine: Engine, header: Uint8Array, messages: MessageJoiner): Uint8Array | null {
  const body = messages.takeRest()
  return body.length > 0 ? engine.record({ type: contentTypes.handshake, header, body }) : null
}

/** Up to TLS 1.2 a session is resumed by its ticket, beside which any id serves (RFC 5077 3.4), or by its id. */
function hellosOf({ offer, shareGroups, resume }: HandshakeOptions): ClientHellos {
  if (!resume) return new ClientHellos(offer, shareGroups)
  const { session, ageMs } = resume
  if (session.version === 'TLSv1.3') return new ClientHellos(offer, shareGroups, { psk: session, ageMs })
  const { ticket, sessionId } = session
  const resuming = ticket.length > 0 ? { sessionTicket: ticket, sessionId: freshRandom() } : { sessionId }
  return new ClientHellos({ ...offer, ...resuming }, shareGroups)
}
