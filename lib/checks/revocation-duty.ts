import type { Certificate } from '#lib/x509/certificate.ts'
import type { EndpointFacts, RevocationFact } from './facts.ts'
import { validityOf } from './validity.ts'

/** CA/B BR 1.6.1: so short a life needs no revocation; ten days for what was issued from 2024-03-15 to 2026-03-14. */
export function shortLivedDays(issuedAt: Date): number {
  return issuedAt >= new Date('2024-03-15T00:00:00Z') && issuedAt < new Date('2026-03-15T00:00:00Z') ? 10 : 7
}

/** Why nobody needs to be able to revoke it, in words; null where somebody does. */
export function noRevocationDuty(leaf: Certificate): string | null {
  if (leaf.selfSigned) return 'self-signed: no issuer stands behind it'
  const { notBefore, days } = validityOf(leaf)
  return days <= shortLivedDays(notBefore) ? 'short-lived' : null
}

/** What is known of the leaf's revocation by the address that serves it; null where no evidence is gathered. */
export function revocationFactsOf(
  facts: EndpointFacts,
  { ip }: { readonly ip: string },
  leaf: Certificate,
): readonly RevocationFact[] | null {
  const known = facts.addresses.find((address) => address.ip === ip)?.latest?.revocation
  return known === undefined ? null : (known.get(leaf.sha256) ?? [])
}

/** Why nothing is known of a certificate that points at sources, in words. */
export function nothingGathered(leaf: Certificate, gathered: readonly RevocationFact[] | null): string {
  if (gathered === null) return 'no revocation evidence gathered'
  return [...leaf.crlUrls, ...leaf.ocspUrls].some((url) => /^https?:/i.test(url))
    ? 'no revocation evidence: not fetched yet'
    : 'no revocation evidence: the certificate names no source over HTTP'
}
