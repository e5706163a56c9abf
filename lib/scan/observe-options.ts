import type { Timeouts } from './limits.ts'
import type { Pacer } from './pacer.ts'
import type { Resolve } from './resolve.ts'
import type { Scope } from './scope.ts'
import type { TrustStoreInput } from './trust-store.ts'

export interface ObserveOptions {
  readonly scope: Scope
  /** The anchors that the chain is judged against; null: it is not judged. */
  readonly store: TrustStoreInput | null
  readonly timeouts: Timeouts
  /** Most bytes taken from the peer on one connection. */
  readonly maxBytes: number
  readonly resolve?: Resolve
  readonly signal?: AbortSignal
  /** Absent: addresses are dialled at once. */
  readonly pacer?: Pacer
  /** `inventory`: one handshake per address. `standard`: versions and mTLS, too, by further connections. */
  readonly depth: 'inventory' | 'standard'
}
