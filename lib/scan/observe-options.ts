import type { KeyObject } from 'node:crypto'
import type { Depth, KeyType, Observation, Target } from '#lib/tls/observation.ts'
import type { Timeouts } from './limits.ts'
import type { Pacer } from './pacer.ts'
import type { Resolve } from './resolve.ts'
import type { Scope } from './scope.ts'
import type { TrustStoreInput } from './trust-store.ts'

/** A client's certificates (DER, leaf first) and its private key, in a form that goes to other threads. */
export interface ClientKeyPair {
  readonly chain: readonly Uint8Array[]
  readonly key: KeyObject
}

/** Clients that an operator lets the mTLS probes play. */
export interface ClientKeyPairs {
  /** One that the server ought to take. */
  readonly valid: ClientKeyPair | null
  /** One of the right authority that the server ought to refuse: expired, or made for another purpose. */
  readonly wrongPurpose: ClientKeyPair | null
  /** A sound one of the right authority, of an identity that has no right to what is scanned. */
  readonly unauthorised?: ClientKeyPair | null
}

/** Observes one address that has passed the scope. Rejects with AbortError alone. */
export type AddressObserver = (target: Target, ip: string, options: ObserveOptions) => Promise<Observation>

export interface ObserveOptions {
  readonly scope: Scope
  /** The anchors that the chain is judged against; null: it is not judged. */
  readonly store: TrustStoreInput | null
  readonly timeouts: Timeouts
  /** Most bytes taken from one address, over all connections to it. */
  readonly maxBytes: number
  readonly resolve?: Resolve
  readonly signal?: AbortSignal
  /** Absent: addresses are dialled at once. */
  readonly pacer?: Pacer
  /** Who looks at an address: this thread where absent, or a pool of them (threads/). */
  readonly observer?: AddressObserver
  /**
   * `inventory`: one handshake per address, and one more for each of `known.keyTypes`. `quick`: what a grade needs, in
   * about ten connections. `posture`: everything. `mtls`: the inventory and the client probes.
   */
  readonly depth: Depth
  /** What an earlier observation saw: other leaves are asked for only where there was one. */
  readonly known?: { readonly keyTypes: readonly KeyType[] }
  readonly clients?: ClientKeyPairs
  /** One more handshake through node:tls, whose own verdict on the chain is put beside ours. */
  readonly secondOpinion?: boolean
}
