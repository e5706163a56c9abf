import { ParseError } from '../parse-error.ts'
import { tryReadChainCertificate } from './anchors.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { type EdgeCache, edgeOutcome } from './edges.ts'
import { EstateJudge } from './estate-judge.ts'
import { type EstateLeaf, FactsTable } from './estate-leaf.ts'
import { type Shape, shapeKey } from './estate-shape.ts'
import type { Trial } from './estate-ways.ts'
import type { SignatureOutcome } from './signature.ts'

/** Signatures that were verified before. */
export interface KnownEdges extends EdgeCache {
  /** All that is known of one certificate's signature: SHA-256 of an issuer's SPKI, and the outcome. */
  of(childSha256: string): Iterable<readonly [string, SignatureOutcome]>
}

/**
 * Many chains, judged again and again against stores, dates and rules that change, with no byte read and no signature
 * verified twice. Chains of one shape (issuer, what was sent beside the leaf, and all of the leaf's own that rules look
 * at) share their ways up; what is left for each leaf is a comparison of numbers.
 */
export class Estate {
  readonly #shapes = new Map<string, Shape>()
  readonly #issuers = new Map<string, ChainCertificate | null>()
  readonly #facts = new FactsTable()

  /** Reads a chain and verifies the leaf under the issuers that came with it; a ParseError where the leaf is malformed. */
  add(
    leafDer: Uint8Array,
    otherDers: readonly Uint8Array[],
    hashOf: (der: Uint8Array) => string,
    known: KnownEdges,
  ): EstateLeaf | ParseError {
    const leaf = tryReadChainCertificate(leafDer)
    if (leaf instanceof ParseError) return leaf
    const others = otherDers.flatMap((der) => this.#issuer(der, hashOf(der)) ?? [])
    const edges = new Map(known.of(leaf.sha256))
    for (const issuer of others) {
      if (issuer.subject.key !== leaf.issuer.key || edges.has(issuer.spkiSha256)) continue
      const outcome = edgeOutcome(leaf, issuer, known, () => true)
      if (outcome !== null) edges.set(issuer.spkiSha256, outcome)
    }
    const { sha256, spkiSha256, notBefore, notAfter } = leaf
    return { sha256, shape: this.#shape(leaf, others), spkiSha256, notBefore, notAfter, facts: this.#facts.of(edges) }
  }

  judge(trial: Trial): EstateJudge {
    return new EstateJudge(trial, this.#facts)
  }

  #issuer(der: Uint8Array, sha256: string): ChainCertificate | null {
    const known = this.#issuers.get(sha256)
    if (known !== undefined) return known
    const read = tryReadChainCertificate(der)
    const issuer = read instanceof ParseError ? null : read
    this.#issuers.set(sha256, issuer)
    return issuer
  }

  #shape(leaf: ChainCertificate, others: readonly ChainCertificate[]): Shape {
    const key = shapeKey(leaf, others)
    const known = this.#shapes.get(key)
    if (known) return known
    const shape: Shape = { sample: leaf, others }
    this.#shapes.set(key, shape)
    return shape
  }
}
