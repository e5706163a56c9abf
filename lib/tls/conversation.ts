import type { ServerFlight } from './flight.ts'
import type { ProtocolVersion } from './observation.ts'

/**
 * One side of a TLS connection without a socket: bytes in, bytes out. Nothing here waits, and nothing throws: what the
 * server did against the standard ends the conversation and stands in `flight.problem`.
 */
export interface Conversation {
  /** All that the server has said so far. */
  readonly flight: ServerFlight
  /** Nothing more is wanted from the server, or nothing more can be understood. */
  readonly over: boolean
  /** The bytes that begin it. Called once. */
  begin(): Uint8Array
  /** Takes what the server sent (a view that is valid during the call) and gives what to answer, null for nothing. */
  receive(chunk: Uint8Array): Uint8Array | null
}

/** A conversation that goes on after its handshake. */
export interface Session extends Conversation {
  /** The handshake is finished on both sides, as far as this side can know. */
  readonly established: boolean
  /** The application data that the server sent, up to a cap. */
  readonly received: Uint8Array
  /**
   * The server has spoken under the application's keys (a ticket or data; up to TLS 1.2 its Finished), so its TLS took
   * the client as it is.
   */
  readonly spoke: boolean
  /** The server said close_notify. */
  readonly closed: boolean
  /** Application data for the server, protected. Throws WireError before `established`. */
  seal(plaintext: Uint8Array): Uint8Array
  /**
   * close_notify. Without it servers drop the session from their store, so nothing can be resumed. Throws WireError
   * before `established`.
   */
  close(): Uint8Array
}

/** A client's certificate and the key that signs for it. */
export interface ClientCredential {
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[]
  /** Whether `sign` has a way, so that the certificate is worth sending. */
  fits(version: ProtocolVersion, schemes: readonly number[]): boolean
  /**
   * Signs under the first scheme (wire value) of the server's list that fits this key and version; null where none does.
   * Before TLS 1.2 the list is empty and the scheme null (RFC 4346 7.4.8).
   */
  sign(
    version: ProtocolVersion,
    schemes: readonly number[],
    content: Uint8Array,
  ): { readonly scheme: number | null; readonly signature: Uint8Array } | null
}
