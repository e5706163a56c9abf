import type { Alert } from '#lib/tls/alerts.ts'
import type { Offer } from '#lib/tls/client-hello.ts'
import type { HandshakeOffer } from '#lib/tls/client-hellos.ts'
import type { ClientCredential } from '#lib/tls/conversation.ts'
import type { HandshakeEnd, Resumption } from '#lib/tls/engine.ts'
import type { ServerFlight } from '#lib/tls/flight.ts'
import type { ProbeEnd } from '#lib/tls/hello-probe.ts'
import type { Ssl2Answer } from '#lib/tls/ssl2.ts'
import type { Attempt } from './attempt.ts'

/**
 * What a server said to one hello. `refused` is its own word: a fatal alert, or a close or an internal_error that is its
 * way to refuse (hang-up.ts); `failed` is everything that says nothing about what it supports: a timeout, a reset, any
 * other close, a flood (the reason is the outcome's kind), after it was tried again. `cut`: the flight of a hello ended in
 * a close that is the server's way to refuse.
 */
export type Answer =
  | { readonly kind: 'hello'; readonly flight: ServerFlight; readonly cut?: boolean }
  | { readonly kind: 'refused'; readonly alert: Alert; readonly flight: ServerFlight }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail?: string }

/** Something to say in a session once the handshake is finished. */
export interface ApplicationQuestion {
  /** The question's bytes in the protocol that ALPN settled; null: nothing can be asked. */
  bytes(alpn: string | null): Uint8Array | null
  /** Whether this is an answer as far as one is wanted. */
  answered(received: Uint8Array, alpn: string | null): boolean
}

/** A session of an earlier attempt, and how long ago its ticket came. */
export interface ResumeWish {
  readonly session: Resumption
  readonly ageMs: number
}

/** How a whole handshake is to be led. Absent fields: as in the first handshake of the observation. */
export interface HandshakeWish {
  readonly offer?: Partial<HandshakeOffer>
  /** Fields of the first offer that are left out. */
  readonly without?: readonly ('alpn' | 'sessionTicket')[]
  /** Groups to send key shares for; none: an empty key_share, so the server asks for one of `offer.groups`. */
  readonly shareGroups?: readonly number[]
  /** `finished` where absent. */
  readonly until?: HandshakeEnd
  /** Whether the server holds its key is known or of no interest, so that no signature is looked at. */
  readonly unproven?: boolean
  readonly credential?: ClientCredential
  readonly resume?: ResumeWish
  /** After a finished handshake: wait for the server's judgement of the client, or for its tickets. */
  readonly judgement?: boolean
  readonly question?: ApplicationQuestion
  /** Up to TLS 1.2: ask for a new handshake within the session. */
  readonly renegotiate?: boolean
  /** A close that is the server's way to refuse comes as the alert that it stands for (hang-up.ts). */
  readonly refusals?: boolean
  /** Wait until the server has taken leave, too, so that it has put the session away. */
  readonly farewell?: boolean
}

/** `hint`: no fact will rest on a refusal, so that what may be trouble is taken for one. */
export type Weight = 'word' | 'hint'

/** Further connections to the address under observation, one after the other; each speaks the prelude of the target. */
export interface Asker {
  /** Never rejects but with AbortError. */
  ask(offer: Offer, end?: ProbeEnd, weight?: Weight): Promise<Answer>
  /** SSL 2.0 has a hello of its own kind. */
  askSsl2(): Promise<Ssl2Answer | Extract<Answer, { kind: 'refused' | 'failed' }>>
  handshake(wish: HandshakeWish): Promise<Attempt>
  /** The server answered before and has ceased to: whatever is asked now fails at once with `began-to-refuse`. */
  readonly beganToRefuse: boolean
  /** Connections opened so far, the first one included. */
  readonly connections: number
}

/** One that believes refusals of a known way at first, and may take them back later. */
export interface DeferringAsker extends Asker {
  /** Refusals may be taken back from now on, or no longer: then those that are in doubt are settled. */
  defer(defers: boolean): Promise<void>
  /** What turned out to be none. */
  readonly takenBack: ReadonlySet<Answer | Attempt>
}
