import type { Certificate } from '#lib/x509/certificate.ts'
import type { EndpointFacts, IdentityFacts } from './facts.ts'
import { servedPlaces } from './served.ts'
import { leadsToPublicRoots } from './trust.ts'

/** A certificate that an identity may show as a client. */
export interface ClientCertificate {
  readonly certificate: Certificate
  /** Whether it leads to public roots; null: not known. */
  readonly isPublic: boolean | null
}

/** All certificates of an identity, each once: those that it serves, and those that were issued for it. */
export function clientCertificatesOf(facts: IdentityFacts): readonly ClientCertificate[] {
  const served = facts.endpoints.flatMap(servedBy)
  const issued = (facts.issued ?? []).map(({ certificate, publiclyTrusted }) => ({
    certificate,
    isPublic: publiclyTrusted,
  }))
  // What a path was judged for is known best.
  return [...new Map([...issued, ...served].map((one) => [one.certificate.sha256, one])).values()]
}

function servedBy(endpoint: EndpointFacts): readonly ClientCertificate[] {
  return servedPlaces(endpoint).flatMap((place) =>
    place.leaf === null ? [] : [{ certificate: place.leaf, isPublic: leadsToPublicRoots(endpoint, place) }],
  )
}

/** RFC 5280 4.2.1.12: whether its purposes name that of a client. A certificate without purposes is made for none. */
export function mayBeClient({ extendedKeyUsage }: Certificate): boolean {
  return extendedKeyUsage?.some((purpose) => purpose === 'clientAuth' || purpose === 'anyExtendedKeyUsage') === true
}
