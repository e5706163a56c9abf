/** A store as the scanner takes it: named and dated, anchors as DER. */
export interface TrustStoreInput {
  readonly id: string
  readonly name: string
  /** ISO 8601. */
  readonly asOf: string
  /** Moves with every change of the anchors; caches rely on it. */
  readonly version: string
  readonly anchors: readonly Uint8Array[]
  /** Public roots: chains answer to the rules of public PKI. */
  readonly publicRoots?: boolean
}
