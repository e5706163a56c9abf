import { secondMs } from '#lib/core/time.ts'
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
 * says so any more (RFC 5280 5.3.1). That a certificate is good holds no longer than the evidence vouches, and where an
 * age is given no longer than that after it was issued; what says revoked is never too old to do so.
 */
export function revocationStanding(
  facts: readonly RevocationFact[],
  now: Date,
  maxAgeSeconds: number | null = null,
): RevocationStanding {
  const counting = facts.filter((fact) => counts(fact, now))
  const by = counting.find(({ status }) => status === 'revoked')
  if (by) return { status: 'revoked', by }
  const vouching = counting.flatMap((fact) => {
    const end = vouchesUntil(fact)
    return end === null ? [] : [{ fact, end: Math.min(end.getTime(), tooOldAt(fact, maxAgeSeconds)) }]
  })
  const ends = vouching.flatMap(({ end }) => (end > now.getTime() ? [end] : []))
  if (ends.length > 0) return { status: 'good', endsAt: new Date(Math.max(...ends)) }
  if (vouching.length > 0) {
    const old = vouching.map(({ fact }) => `${sourceOf(fact)} of ${fact.thisUpdate?.toISOString() ?? 'no date'}`)
    return {
      status: 'unknown',
      reason: revocationGap('revocation-too-old', `${old.join('; ')}, at most ${maxAgeSeconds} s`),
    }
  }
  const reasons = facts.map((fact) => `${sourceOf(fact)}: ${silenceOf(fact)}`)
  return { status: 'unknown', reason: reasons.length === 0 ? 'no revocation evidence' : reasons.join('; ') }
}

/** Why what is known of a certificate's revocation proves nothing to a policy, though no source is at fault. */
export const revocationGaps = ['revocation-too-old', 'revocation-absent'] as const

export type RevocationGap = (typeof revocationGaps)[number]

/** As the reason of a verdict: the code stands first. */
export function revocationGap(code: RevocationGap, detail: string): string {
  return `${code}: ${detail}`
}

/** The code of a reason that `revocationGap` made. */
export function revocationGapOf(reason: string | null): RevocationGap | null {
  return revocationGaps.find((code) => reason?.startsWith(`${code}: `)) ?? null
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

/** Milliseconds since 1970; evidence of no date is too old for any age. */
function tooOldAt({ thisUpdate }: RevocationFact, maxAgeSeconds: number | null): number {
  if (maxAgeSeconds === null) return Number.POSITIVE_INFINITY
  return thisUpdate === null ? Number.NEGATIVE_INFINITY : thisUpdate.getTime() + maxAgeSeconds * secondMs + 1
}

function silenceOf({ status, reason, nextUpdate }: RevocationFact): string {
  if (status === 'unknown') return reason ?? 'unknown'
  return nextUpdate === null ? 'stale' : `stale since ${nextUpdate.toISOString()}`
}

function sourceOf({ source, url }: RevocationFact): string {
  return url === null ? source : `${source} ${url}`
}
