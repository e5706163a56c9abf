import type { TrustOpinion } from '#lib/tls/observation.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import type { PathFault } from '#lib/x509/path/reasons.ts'
import type { Verdict } from './contract.ts'
import type { EndpointFacts } from './facts.ts'
import type { AssessableAddress } from './per-address.ts'
import { notApplicable, notAssessed } from './verdict.ts'

export type TrustKnowledge =
  | { readonly known: true; readonly opinion: TrustOpinion }
  | { readonly known: false; readonly reason: string }

/** The opinion of the engine, as long as it was formed against the store and version that count now. */
export function trustOf(facts: EndpointFacts, address: AssessableAddress): TrustKnowledge {
  const { store } = facts
  if (store === null) return { known: false, reason: 'no trust store is assigned' }
  const { trust } = address
  if (trust.status !== 'observed') return { known: false, reason: `path not judged: ${trust.reason}` }
  if (trust.value.store.id !== store.id || trust.value.store.version !== store.version) {
    return { known: false, reason: 'trust store changed since the scan' }
  }
  return { known: true, opinion: trust.value }
}

/** A valid path with its certificates as far as they are at hand: leaf first, anchor last. */
export interface KnownPath {
  readonly sha256: readonly string[]
  readonly certificates: readonly Certificate[]
  /** What breaks RFC 5280 section 4 in it, and no path. */
  readonly notes: readonly PathFault[]
}

/** The paths that hold at an instant, dates aside: the chosen one first, then the longest-lived. */
export function pathsOf(opinion: TrustOpinion, { chain, issuers }: AssessableAddress, now: Date): readonly KnownPath[] {
  if (!opinion.pathFound) return []
  const known = new Map([...issuers, ...chain].map((one) => [one.sha256, one]))
  const chosen = opinion.path.join()
  const valid = (opinion.verdict?.paths ?? []).filter(
    ({ distrustedFrom }) => distrustedFrom === null || Date.parse(distrustedFrom) > now.getTime(),
  )
  const others = valid.filter(({ sha256 }) => sha256.join() !== chosen)
  const notes = valid.find(({ sha256 }) => sha256.join() === chosen)?.notes ?? []
  return [{ sha256: opinion.path, notes }, ...others].map(({ sha256, notes }) => ({
    sha256,
    notes,
    certificates: sha256.flatMap((hash) => known.get(hash) ?? []),
  }))
}

/**
 * Runs a rule of public PKI where the leaf has a path to a store of public roots. Elsewhere the rule does not apply;
 * where no path was judged nobody knows whether it does.
 */
export function ifPubliclyTrusted<Grade extends string>(
  facts: EndpointFacts,
  address: AssessableAddress,
  judge: () => Verdict<Grade>,
): Verdict<Grade> {
  if (facts.store?.publicRoots === false) return notApplicable('not publicly trusted')
  const trust = trustOf(facts, address)
  if (!trust.known) return notAssessed(trust.reason)
  return trust.opinion.pathFound ? judge() : notApplicable('not publicly trusted')
}

/** Whether a path to a store of public roots is known. */
export function isPubliclyTrusted(facts: EndpointFacts, address: AssessableAddress): boolean {
  return leadsToPublicRoots(facts, address) === true
}

/** Whether a path leads to public roots; null: one may be there that nobody has judged. */
export function leadsToPublicRoots(facts: EndpointFacts, address: AssessableAddress): boolean | null {
  if (facts.store?.publicRoots === false) return false
  const trust = trustOf(facts, address)
  return trust.known ? trust.opinion.pathFound : null
}

/** The certificate among those sent that names itself as the issuer and signs under the key that is asked for. */
export function issuerIn(chain: readonly Certificate[], certificate: Certificate): Certificate | null {
  return (
    chain.find(
      (candidate) =>
        candidate.sha256 !== certificate.sha256 &&
        candidate.subjectNameSha256 === certificate.issuerNameSha256 &&
        (certificate.authorityKeyId === null ||
          candidate.subjectKeyId === null ||
          candidate.subjectKeyId === certificate.authorityKeyId),
    ) ?? null
  )
}
