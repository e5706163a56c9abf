import type { Shape } from './estate-shape.ts'
import type { PathReason } from './reasons.ts'
import type { SignatureOutcome } from './signature.ts'

/** A leaf with what was sent beside it; its bytes are let go. */
export interface EstateLeaf {
  readonly sha256: string
  readonly shape: Shape
  readonly spkiSha256: string
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** What is known of it so far; what comes to be known replaces it. */
  facts: LeafFacts
}

/** Depends on neither store nor time, and so holds for ever. Thousands of leaves share one. */
export interface LeafFacts {
  /** By SHA-256 of an issuer's SPKI. */
  readonly edges: ReadonlyMap<string, SignatureOutcome>
  /** What name constraints on a way up (`Ascent.key`) say against its names; null where they allow them. */
  readonly names: ReadonlyMap<string, PathReason | null>
}

/** Gives one and the same object for the same facts, so that memory and verdicts are shared. */
export class FactsTable {
  readonly #known = new Map<string, LeafFacts>()

  of(edges: Iterable<readonly [string, SignatureOutcome]>, names: LeafFacts['names'] = new Map()): LeafFacts {
    const sorted = [...edges].toSorted(([one], [other]) => (one < other ? -1 : 1))
    const key = JSON.stringify([sorted, [...names]])
    const known = this.#known.get(key)
    if (known) return known
    const facts: LeafFacts = { edges: new Map(sorted), names }
    this.#known.set(key, facts)
    return facts
  }
}
