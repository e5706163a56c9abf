import { handshakeTypes } from './handshake-messages.ts'
import { type FlightRules, flightRules } from './tls12-suites.ts'
import { WireError } from './wire-reader.ts'

/** RFC 5246 7.3, RFC 6066 8: each at most once, and none before one that stands further up. */
const order: readonly number[] = [
  handshakeTypes.certificate,
  handshakeTypes.certificateStatus,
  handshakeTypes.serverKeyExchange,
  handshakeTypes.certificateRequest,
  handshakeTypes.serverHelloDone,
]

/** Watches over what follows ServerHello up to TLS 1.2: the order, and what the suite makes due or forbids. */
export class FlightOrder {
  readonly #rules: FlightRules
  readonly #taken = new Set<number>()
  #place = -1

  constructor(suiteId: number) {
    this.#rules = flightRules(suiteId)
  }

  /** Nothing has come yet. */
  get untouched(): boolean {
    return this.#place < 0
  }

  /** Throws WireError where a message of this type may not come now. */
  accept(type: number): void {
    const place = order.indexOf(type)
    if (place <= this.#place) throw new WireError(`message ${type} after ServerHello, where it may not stand`)
    this.#place = place
    this.#taken.add(type)
    this.#expect(handshakeTypes.certificate, this.#rules.certificate)
    if (place >= order.indexOf(handshakeTypes.serverKeyExchange)) {
      this.#expect(handshakeTypes.serverKeyExchange, this.#rules.keyExchange)
    }
  }

  #expect(type: number, rule: boolean | null): void {
    const there = this.#taken.has(type)
    if (there && rule === false) throw new WireError(`message ${type}, which the suite does not provide for`)
    if (!there && rule === true) throw new WireError(`message ${type}, which the suite makes due, is missing`)
  }
}
