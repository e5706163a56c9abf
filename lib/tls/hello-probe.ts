import { clientHello, type Offer, plainRecord } from './client-hello.ts'
import type { Conversation } from './conversation.ts'
import { Flight } from './flight.ts'
import { MessageJoiner } from './handshake-messages.ts'
import { contentTypes, RecordSplitter } from './records.ts'
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

  constructor(offer: Offer, end: ProbeEnd = 'server-hello') {
    this.#offer = offer
    this.#end = end
  }

  begin(): Uint8Array {
    return plainRecord(clientHello(this.#offer), this.#offer.recordVersion)
  }

  receive(chunk: Uint8Array): null {
    try {
      for (const { type, body } of this.#records.push(chunk)) {
        if (type === contentTypes.alert) this.over ||= this.flight.alert(body)?.level === 'fatal'
        else if (type === contentTypes.handshake) this.#handshake(body)
        else if (type !== contentTypes.heartbeat) this.over = true
        if (this.over) break
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.flight.problem ??= error.message
      this.over = true
    }
    return null
  }

  #handshake(fragment: Uint8Array): void {
    for (const message of this.#messages.push(fragment)) {
      this.flight.take(message)
      const { hello, retry, helloDone, tls13 } = this.flight
      const greeted = hello !== null || retry !== null
      if (helloDone || (greeted && (this.#end === 'server-hello' || tls13 || retry !== null))) {
        this.over = true
        return
      }
    }
  }
}
