import { expectLength, type KeyAgreement } from './agreement.ts'

/** A part of a hybrid, with the length of what the server sends for it. */
export interface HybridPart {
  readonly agreement: KeyAgreement
  readonly peerBytes: number
}

/** Two agreements side by side: shares and secrets one after the other, in the group's own order. */
export class Hybrid implements KeyAgreement {
  readonly publicShare: Uint8Array
  readonly #first: HybridPart
  readonly #second: HybridPart

  constructor(first: HybridPart, second: HybridPart) {
    this.#first = first
    this.#second = second
    this.publicShare = Buffer.concat([first.agreement.publicShare, second.agreement.publicShare])
  }

  agree(peerShare: Uint8Array): Buffer {
    const cut = this.#first.peerBytes
    expectLength(peerShare, cut + this.#second.peerBytes)
    const first = this.#first.agreement.agree(peerShare.subarray(0, cut))
    return Buffer.concat([first, this.#second.agreement.agree(peerShare.subarray(cut))])
  }
}
