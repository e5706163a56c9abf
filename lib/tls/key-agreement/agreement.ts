import { withoutTraces } from '#lib/core/without-traces.ts'
import { WireError } from '../wire-reader.ts'

/** One side's key of one group. */
export interface KeyAgreement {
  /** The client's share, as key_share carries it. */
  readonly publicShare: Uint8Array
  /** The secret shared with the server that sent this share. Throws WireError for a share that is not of the group. */
  agree(peerShare: Uint8Array): Buffer
}

export function expectLength(share: Uint8Array, length: number): void {
  if (share.length !== length) throw new WireError(`a key share of ${share.length} bytes in place of ${length}`)
}

/** OpenSSL's errors carry no class: whatever these calls throw is its refusal of the peer's share. */
export function refusing<T>(agree: () => T): T {
  try {
    return withoutTraces(agree)
  } catch {
    throw new WireError('the key share is no point of its group')
  }
}
