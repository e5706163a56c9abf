import type { KnownEdges } from './estate.ts'
import type { SignatureOutcome } from './signature.ts'

/** What is known of the signatures of one leaf, kept as long as that leaf is looked at. */
export function leafEdges(known: Iterable<readonly [string, SignatureOutcome]> = []): KnownEdges {
  const outcomes = new Map(known)
  return {
    of: () => outcomes,
    get: (_child, issuer) => outcomes.get(issuer),
    set: (_child, issuer, outcome) => void outcomes.set(issuer, outcome),
  }
}
