import type { ClientCredential } from '#lib/tls/conversation.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { Alert } from '#lib/tls/alerts.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Attempt } from './attempt.ts'

/**
 * What a server said to one hello. `refused` is its own word (a fatal alert); `failed` is everything that says nothing
 * about what it supports: a timeout, a reset, a close without a word, a flood (the reason is the outcome's kind), after
 * it was tried again.
 */
export type Answer =
  | { readonly kind: 'hello'; readonly flight: ServerFlight }
  | { readonly kind: 'refused'; readonly alert: Alert; readonly flight: ServerFlight }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail?: string }

/** How a whole handshake is to be led. Absent fields: as in the first handshake of the observation. */
export interface HandshakeWish {
  readonly offer?: Partial<Offer>
  readonly credential?: ClientCredential
  /** After a finished handshake: wait for the server's judgement of the client. */
  readonly judgement?: boolean
  /** After a finished handshake: one HEAD, in HTTP/1.1. */
  readonly head?: boolean
}

/** Further connections to the address under observation, one after the other; each speaks the prelude of the target. */
export interface Asker {
  /** Never rejects but with AbortError. */
  ask(offer: Offer, end?: ProbeEnd): Promise<Answer>
  handshake(wish: HandshakeWish): Promise<Attempt>
  /** The server answered before and has ceased to: whatever is asked now fails at once with `began-to-refuse`. */
  readonly beganToRefuse: boolean
}
