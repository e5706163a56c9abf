import type { Evidence } from './contract.ts'
import type { RevocationFact } from './facts.ts'

/** What the sources say of one certificate together, at one instant. */
export type RevocationStanding =
  | { readonly status: 'revoked'; readonly by: RevocationFact }
  /** `endsAt`: from then on none of them vouches any more. */
  | { readonly status: 'good'; readonly endsAt: Date }
  | { readonly status: 'unknown'; readonly reason: string }

/**
 * A revocation by any verified source wins, whatever others say: it stays, but for a hold, which is over where nobody
 * says so any more (RFC 5280 5.3.1). That a certificate is good holds no longer than the evidence vouches.
 */
export function revocationStanding(facts: readonly RevocationFact[], now: Date): RevocationStanding {
  const counting = facts.filter((fact) => counts(fact, now))
  const by = counting.find(({ status }) => status === 'revoked')
  if (by) return { status: 'revoked', by }
  const ends = counting.flatMap((fact) => vouchesUntil(fact)?.getTime() ?? [])
  if (ends.length > 0) return { status: 'good', endsAt: new Date(Math.max(...ends)) }
  const reasons = facts.map((fact) => `${sourceOf(fact)}: ${silenceOf(fact)}`)
  return { status: 'unknown', reason: reasons.length === 0 ? 'no revocation evidence' : reasons.join('; ') }
}

/** All that was said, for people and reports; whether the sources contradict each other. */
export function revocationEvidence(facts: readonly RevocationFact[]): Evidence {
  const said = new Set(facts.map(({ status }) => status))
  return {
    sources: facts.map((fact) => ({
      source: fact.source,
      url: fact.url,
      status: fact.status,
      reason: fact.reason,
      revokedAt: fact.revokedAt?.toISOString() ?? null,
      thisUpdate: fact.thisUpdate?.toISOString() ?? null,
      nextUpdate: fact.nextUpdate?.toISOString() ?? null,
      evidenceSha256: fact.evidenceSha256,
    })),
    ...(said.has('good') && said.has('revoked') && { disagreement: 'some sources say good, others revoked' }),
  }
}

/** The first instant at which the fact vouches for nothing any more; null for never, and where it never did. */
export function vouchesUntil({ status, reason, nextUpdate }: RevocationFact): Date | null {
  if (status === 'unknown' || (status === 'revoked' && reason !== hold)) return null
  return nextUpdate === null ? null : new Date(nextUpdate.getTime() + 1)
}

const hold = 'certificateHold'

function counts({ status, reason, nextUpdate }: RevocationFact, now: Date): boolean {
  if (status === 'unknown') return false
  if (status === 'revoked' && reason !== hold) return true
  return nextUpdate !== null && now <= nextUpdate
}

function silenceOf({ status, reason, nextUpdate }: RevocationFact): string {
  if (status === 'unknown') return reason ?? 'unknown'
  return nextUpdate === null ? 'stale' : `stale since ${nextUpdate.toISOString()}`
}

function sourceOf({ source, url }: RevocationFact): string {
  return url === null ? source : `${source} ${url}`
}
