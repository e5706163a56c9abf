import { remember } from '#lib/core/remember.ts'
import type { ChainCertificate } from './chain-certificate.ts'
import { publicKeyOf, type SignatureOutcome, verifySignature } from './signature.ts'

/**
 * What is known of signatures between certificates and keys. A child's signature depends on neither store nor time, so
 * what was once found stands for ever; it is kept by key, and so holds for all certificates of an issuer's key.
 */
export interface EdgeCache {
  get(childSha256: string, issuerSpkiSha256: string): SignatureOutcome | undefined
  set(childSha256: string, issuerSpkiSha256: string, outcome: SignatureOutcome): void
}

/** Keeps the newest in memory. */
export class MemoryEdges implements EdgeCache {
  readonly #outcomes = new Map<string, SignatureOutcome>()
  readonly #most: number

  constructor(most = 100_000) {
    this.#most = most
  }

  get(childSha256: string, issuerSpkiSha256: string): SignatureOutcome | undefined {
    return this.#outcomes.get(`${childSha256} ${issuerSpkiSha256}`)
  }

  set(childSha256: string, issuerSpkiSha256: string, outcome: SignatureOutcome): void {
    remember(this.#outcomes, this.#most, `${childSha256} ${issuerSpkiSha256}`, outcome)
  }
}

/** Whether the issuer's key signed the child. Gives null, and asks nothing, where it is not known and `spend` refuses. */
export function edgeOutcome(
  child: ChainCertificate,
  issuer: ChainCertificate,
  edges: EdgeCache,
  spend: () => boolean,
): SignatureOutcome | null {
  const known = edges.get(child.sha256, issuer.spkiSha256)
  if (known !== undefined) return known
  if (!spend()) return null
  const outcome = verifySignature(child.toBeSigned, child.signatureAlgorithm, child.signature, publicKeyOf(issuer))
  edges.set(child.sha256, issuer.spkiSha256, outcome)
  return outcome
}
