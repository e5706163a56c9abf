import type { RevocationFact } from '#lib/checks/facts.ts'
import { type RevocationStanding, revocationStanding } from '#lib/checks/revocation.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { loadRevocation } from './load-revocation.ts'

export interface CertificateRevocation {
  /** What counts of it now. */
  readonly status: RevocationStanding['status']
  /** Why it is unknown, or for what reason it was revoked; null where neither is to say. */
  readonly reason: string | null
  readonly revokedAt: Date | null
  /** What each source says; those past their `nextUpdate` vouch for nothing. */
  readonly sources: readonly RevocationFact[]
}

/** Whether a certificate is revoked, with the evidence. By SHA-256 of the DER in hex. */
export async function getCertificateRevocation(
  principal: Principal,
  sha256: string,
  now: Date = new Date(),
): Promise<CertificateRevocation> {
  requireRole(principal, 'viewer')
  const sources = (await loadRevocation(pool(), [sha256])).get(sha256) ?? []
  const standing = revocationStanding(sources, now)
  switch (standing.status) {
    case 'revoked':
      return { status: 'revoked', reason: standing.by.reason, revokedAt: standing.by.revokedAt, sources }
    case 'good':
      return { status: 'good', reason: null, revokedAt: null, sources }
    case 'unknown':
      return { status: 'unknown', reason: standing.reason, revokedAt: null, sources }
  }
}
