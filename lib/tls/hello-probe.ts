import { helloRecord, type Offer } from './client-hello.ts'
import type { Conversation } from './conversation.ts'
import { Flight } from './flight.ts'
import { handshakeTypes, MessageJoiner } from './handshake-messages.ts'
import { contentTypes, RecordSplitter } from './records.ts'
import type { ServerHello } from './server-hello.ts'
import { TrafficCaps } from './traffic-caps.ts'
import { wireVersions } from './versions.ts'
import { WireError } from './wire-reader.ts'

/** How far a probe listens: to the ServerHello (or HelloRetryRequest), or to the end of a flight that is plain. */
export type ProbeEnd = 'server-hello' | 'server-flight'

/**
 * One hello, and what the server says to it in the clear. Up to TLS 1.2 that can be the whole flight down to
 * ServerHelloDone; in TLS 1.3 it ends with the ServerHello.
 */
export class HelloProbe implements Conversation {
  readonly flight = new Flight()
  over = false
  readonly #offer: Offer
  readonly #end: ProbeEnd
  readonly #records = new RecordSplitter()
  readonly #messages = new MessageJoiner()
  readonly #caps = new TrafficCaps()

  constructor(offer: Offer, end: ProbeEnd = 'server-hello') {
    this.#offer = offer
    this.#end = end
  }

  begin(): Uint8Array {
    return helloRecord(this.#offer)
  }

  receive(chunk: Uint8Array): null {
    if (this.over) return null
    try {
      for (const { type, body } of this.#records.push(chunk)) {
        this.#caps.count(body.length)
        this.#record(type, body)
        if (this.over) break
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.flight.problem ??= error.message
      this.over = true
    }
    return null
  }

  #record(type: number, body: Uint8Array): void {
    if (type === contentTypes.handshake) {
      this.#handshake(body)
    } else if (type === contentTypes.alert) {
      const alert = this.flight.alert(body)
      if (!alert) throw new WireError('an alert that can not be read')
      this.over = alert.level === 'fatal'
    } else if (type !== contentTypes.heartbeat) {
      // RFC 6520 2: heartbeats are to be dropped as long as the handshake goes on.
      throw new WireError(`a record of type ${type} before ServerHelloDone`)
    }
  }

  #handshake(fragment: Uint8Array): void {
    for (const message of this.#messages.push(fragment)) {
      this.flight.take(message)
      const { hello, retry, helloDone, tls13 } = this.flight
      const greeting = retry ?? hello
      if (greeting && message.type === handshakeTypes.serverHello) expectAnswer(greeting, this.#offer)
      if (helloDone || (greeting && (this.#end === 'server-hello' || tls13 || retry !== null))) {
        this.over = true
        return
      }
    }
  }
}

/**
 * A server picks from what was offered. One that does not know supported_versions may answer with any version up to
 * legacy_version, and says by it which it speaks.
 */
function expectAnswer({ version, suiteId }: ServerHello, { versions, legacyVersion, suites }: Offer): void {
  const wire = wireVersions[version]
  if (!versions.includes(wire) && wire > legacyVersion) throw new WireError(`${version} was not offered`)
  if (!suites.includes(suiteId)) throw new WireError(`suite 0x${suiteId.toString(16)} was not offered`)
}
