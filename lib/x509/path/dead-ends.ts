import type { Anchors } from './anchors.ts'
import type { ChainCertificate } from './chain-certificate.ts'

/**
 * Certificates above which nothing is left to be found: without it a lattice of cross-signs that leads nowhere is walked
 * once for each of its paths, and their number is exponential.
 */
export class DeadEnds {
  readonly #others: readonly ChainCertificate[]
  readonly #anchors: Anchors
  readonly #found = new Set<ChainCertificate>()
  #leading: ReadonlySet<ChainCertificate> | null = null

  constructor(others: readonly ChainCertificate[], anchors: Anchors) {
    this.#others = others
    this.#anchors = anchors
  }

  /** All above it was tried, and none of that was refused for the sake of what is below. */
  add(certificate: ChainCertificate): void {
    this.#found.add(certificate)
  }

  has(certificate: ChainCertificate): boolean {
    return this.#found.has(certificate)
  }

  /** Whether no chain of names leads from it to an anchor. */
  isAstray(certificate: ChainCertificate): boolean {
    this.#leading ??= this.#findLeading()
    return !this.#leading.has(certificate)
  }

  #findLeading(): ReadonlySet<ChainCertificate> {
    const byIssuer = Map.groupBy(this.#others, ({ issuer }) => issuer.key)
    const names = new Set(this.#anchors.bySubject.keys())
    const leading = new Set<ChainCertificate>()
    // A Set's iteration goes on to what is added on the way.
    for (const name of names) {
      for (const certificate of byIssuer.get(name) ?? []) {
        leading.add(certificate)
        names.add(certificate.subject.key)
      }
    }
    return leading
  }
}
