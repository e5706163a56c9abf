import type { Offer } from './client-hello.ts'
import type { ClientCredential } from './conversation.ts'
import type { Flight } from './flight.ts'
import type { ProtocolVersion } from './observation.ts'
import type { TlsRecord } from './records.ts'

/**
 * How far a handshake goes. `server-hello`: to the ServerHello, behind a retry where the server asks for one.
 * `certificate`: to the server's Certificate, whose key is not proven. `server-flight`: to the last fact that the server gives without more of the client: up to TLS 1.2 ServerHelloDone (nothing is answered), in
 * TLS 1.3 the server's Finished. `proof`: as far as any server proves that it holds its key, which is the server's Finished
 * in every version. `finished`: to the end, and then the session goes on.
 */
export type HandshakeEnd = 'server-hello' | 'certificate' | 'server-flight' | 'proof' | 'finished'

/** What a session of TLS 1.3 is resumed with (RFC 8446 4.6.1). */
export interface ResumptionPsk {
  readonly version: 'TLSv1.3'
  /** The suite whose hash the key belongs to. */
  readonly suiteId: number
  readonly ticket: Uint8Array
  readonly key: Uint8Array
  readonly ageAdd: number
}

/** What a session of TLS 1.2 and before is resumed with: by its ticket where there is one, else by its id. */
export interface ResumptionSession {
  readonly version: Exclude<ProtocolVersion, 'TLSv1.3' | 'SSLv2'>
  readonly suiteId: number
  readonly sessionId: Uint8Array
  /** Empty: none was given. */
  readonly ticket: Uint8Array
  readonly masterSecret: Uint8Array
  readonly extendedMasterSecret: boolean
}

export type Resumption = ResumptionPsk | ResumptionSession

/** What is known when the ServerHello was read and the version is settled. */
export interface EngineStart {
  /** Has taken the ServerHello (`flight.hello`); the engine gives it all that follows. */
  readonly flight: Flight
  /** As it was sent. */
  readonly offer: Offer
  /** Handshake messages with their headers, as transcripts hash them: views that are valid during the call. */
  readonly clientHelloRaw: Uint8Array
  readonly serverHelloRaw: Uint8Array
  readonly clientRandom: Uint8Array
  readonly credential: ClientCredential | null
  readonly until: HandshakeEnd
  /** No signature is looked at, so that the flight has no proof by one. */
  readonly unproven: boolean
  /** What was offered to resume, null where nothing was. Up to TLS 1.2 the engine finds out whether it is. */
  readonly resume: Resumption | null
}

/** One version's part of a handshake, from the message after ServerHello to the end of the session. */
export interface Engine {
  /**
   * The next record, alerts included: a view that is valid during the call. Gives what to answer, null for nothing.
   * The first may be the rest of the one that carried the ServerHello. Not called once `over`. Throws WireError.
   */
  record(record: TlsRecord): Uint8Array | null
  /** What was answered so far is on its way: only what comes from now on can be said in answer to it. */
  flushed?(): void
  readonly over: boolean
  readonly established: boolean
  /** The server goes on with the session that was offered. */
  readonly resumed: boolean
  /** Application data, up to a cap. */
  readonly received: Uint8Array
  readonly spoke: boolean
  /** close_notify came. */
  readonly closed: boolean
  /** With what this session can be resumed, the newest first. */
  readonly resumptions: readonly Resumption[]
  /** Up to TLS 1.2: whether the server begins a new handshake where the client asks for one; null: it has not said. */
  readonly renegotiates?: boolean | null
  /** A hello that asks for a new handshake within the session (RFC 5746 3.5). Throws WireError before `established`. */
  renegotiate?(): Uint8Array
  /** Application data, protected. Throws WireError before `established`. */
  seal(plaintext: Uint8Array): Uint8Array
  /**
   * close_notify. Without it servers drop the session from their store, so nothing can be resumed. Throws WireError
   * before `established`.
   */
  close(): Uint8Array
}
