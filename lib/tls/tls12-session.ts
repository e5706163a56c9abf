import type { Alert } from './alerts.ts'
import { clientExtensions } from './client-extensions.ts'
import { clientHello, type Offer } from './client-hello.ts'
import { handshakeTypes } from './handshake-messages.ts'
import { contentTypes } from './records.ts'
import type { Tls12Connection } from './tls12-connection.ts'
import { WireError } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

const maxReceivedBytes = 64 * 1024
const maxHelloRequests = 16

/** RFC 5246 7.2 */
const warnings = { closeNotify: Buffer.of(1, 0), noRenegotiation: Buffer.of(1, 100) } as const

/** RFC 8446 6: of the server and of the moment, and no answer to what was asked. */
const aboutItself: ReadonlySet<string> = new Set(['close_notify', 'internal_error', 'user_canceled'])

/** What goes on under the keys of a finished handshake up to TLS 1.2. */
export class Tls12Session {
  spoke: boolean
  /** Whether the server begins a new handshake where the client asks for one; null: not asked, or it has not said. */
  renegotiates: boolean | null = null
  readonly #connection: Tls12Connection
  #received = Buffer.alloc(0)
  #flushed: boolean
  #helloRequests = 0
  #askedAnew = false

  /** `judged`: the server finished after the client, so it has taken the client as it is. */
  constructor(connection: Tls12Connection, judged: boolean) {
    this.#connection = connection
    this.spoke = judged
    this.#flushed = judged
  }

  get received(): Uint8Array {
    return this.#received
  }

  flushed(): void {
    this.#flushed = true
  }

  seal(plaintext: Uint8Array): Uint8Array {
    return this.#connection.write(contentTypes.applicationData, plaintext)
  }

  data(content: Uint8Array): void {
    // Data that was sent before the client's Finished could arrive is no answer to it.
    if (this.#flushed) this.spoke = true
    const room = maxReceivedBytes - this.#received.length
    if (room > 0 && content.length > 0) this.#received = Buffer.concat([this.#received, content.subarray(0, room)])
  }

  /** A server asks to negotiate anew: declined (RFC 5246 7.4.1.1), and it may go on or close. Throws WireError for one too many. */
  helloRequest(): Uint8Array {
    this.#helloRequests += 1
    if (this.#helloRequests > maxHelloRequests)
      throw new WireError(`more than ${maxHelloRequests} requests to renegotiate`)
    return this.#connection.write(contentTypes.alert, warnings.noRenegotiation)
  }

  /**
   * A hello under the keys of this session. `verifyData`: what the client's Finished said, which binds the new handshake
   * to this one (RFC 5746 3.5); null where the server does not know of that. ALPN stays as it was: NSS calls it illegal here.
   */
  renegotiate(
    { renegotiationInfo: _, sessionId: _id, sessionTicket: _ticket, alpn: _alpn, ...offer }: Offer,
    verifyData: Uint8Array | null,
  ): Buffer {
    this.#askedAnew = true
    const body = verifyData && new WireWriter().vector(1, (writer) => writer.bytes(verifyData)).finish()
    const more = [...(offer.more ?? []), ...(body ? [{ type: clientExtensions.renegotiationInfo, body }] : [])]
    return this.#connection.write(contentTypes.handshake, clientHello({ ...offer, more }))
  }

  /** A handshake message of the session. Throws WireError but for the beginning of a handshake that was asked for. */
  message(type: number): void {
    if (!this.#askedAnew || type !== handshakeTypes.serverHello)
      throw new WireError(`message ${type} after the handshake`)
    this.renegotiates = true
  }

  /** no_renegotiation (RFC 5246 7.2.2), or whatever else ends the session over it; not what ends it for its own sake. */
  alert({ name, level }: Pick<Alert, 'name' | 'level'>): void {
    const refuses = name === 'no_renegotiation' || (level === 'fatal' && !aboutItself.has(name))
    if (this.#askedAnew && refuses) this.renegotiates ??= false
  }

  /** The answer to close_notify (RFC 5246 7.2.1). */
  close(): Uint8Array {
    return this.#connection.write(contentTypes.alert, warnings.closeNotify)
  }
}
