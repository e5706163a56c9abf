import type { ChainCertificate } from '../path/chain-certificate.ts'
import type { Crl } from './crl.ts'
import { crlDeviations } from './crl-conformance.ts'
import type { RevokedEntry } from './crl-entries.ts'
import { pointsOf } from './crl-scope.ts'
import { newestDelta } from './delta-crl.ts'
import { allReasons } from './distribution-points.ts'
import { type Objection, type RevocationJudgement, unknown } from './judgement.ts'
import { type CrlQuestion, tryCrl, type UsableCrl } from './usable-crl.ts'

/**
 * Whether a certificate is revoked, by CRLs (RFC 5280 6.3.3): GOOD where those that count cover all reasons and none
 * lists it. Where several of one scope count, the newest speaks. Never throws.
 */
export function judgeCrl(question: CrlQuestion): RevocationJudgement {
  const points = pointsOf(question.certificate)
  if ('reason' in points) return unknown(points)
  const objections: Objection[] = []
  const deltas = question.crls.filter(({ deltaBase }) => deltaBase !== null)
  const complete = question.crls.filter(({ deltaBase }) => deltaBase === null)
  const usable = new Map<string, UsableCrl>()
  for (const crl of complete.toSorted((one, other) => other.thisUpdate - one.thisUpdate)) {
    const read = tryCrl(crl, points, question)
    if ('reason' in read) objections.push(read)
    else if (!usable.has(scopeOf(read)))
      usable.set(scopeOf(read), { ...read, delta: newestDelta(read, deltas, points, question) })
  }
  if (complete.length === 0 && deltas.length > 0)
    objections.push({ reason: 'delta-without-base', detail: 'a delta CRL says nothing without its complete CRL' })
  return combine([...usable.values()], objections, question)
}

function scopeOf({ crl, signer }: UsableCrl): string {
  return [crl.issuer.key, crl.issuingDistributionPoint?.hex ?? '', signer.spkiSha256].join('\n')
}

function combine(
  usable: readonly UsableCrl[],
  objections: readonly Objection[],
  question: CrlQuestion,
): RevocationJudgement {
  const found: Objection[] = []
  let reasons = 0
  for (const one of usable) {
    const entry = entryOf(one, question.certificate)
    if (entry) return { ...entry, ...newsOf([one]), status: 'REVOKED', notes: notesOf([one]) }
    const fault = silenceFault(one.crl, question)
    if (fault) found.push(fault)
    else reasons |= one.reasons
  }
  if (reasons === allReasons) return { ...newsOf(usable), status: 'GOOD', notes: notesOf(usable) }
  if (reasons !== 0)
    found.push({ reason: 'reasons-not-covered', detail: 'the CRLs at hand list revocations for some reasons alone' })
  const [first = noCrl, ...more] = [...found, ...objections].toSorted((one, other) => weight(other) - weight(one))
  return unknown(first, ...more)
}

const noCrl: Objection = { reason: 'no-evidence', detail: 'no CRL' }

/** CRLs of others lie about in every collection; what is wrong with one that was meant says more. */
function weight({ reason }: Objection): number {
  return reason === 'other-issuer' ? 0 : reason === 'out-of-scope' ? 1 : 2
}

/** How the CRL with its delta lists the certificate; null where it does not, or no more (RFC 5280 6.3.3 i to k). */
function entryOf({ crl, delta }: UsableCrl, certificate: ChainCertificate): Omit<RevokedEntry, 'issuers'> | null {
  for (const list of delta ? [delta, crl] : [crl]) {
    const listed = list.entries
      .find(certificate.serialOctets)
      .filter(({ issuers }) => (issuers ?? [list.issuer.key]).includes(certificate.issuer.key))
    const [revoked] = listed.filter(({ reason }) => reason !== 'removeFromCRL')
    if (revoked) return { revokedAt: revoked.revokedAt, reason: revoked.reason, invalidAt: revoked.invalidAt }
    if (listed.length > 0) return null
  }
  return null
}

/** Why it proves nothing that the CRL does not list the certificate. */
function silenceFault(crl: Crl, { certificate, rules }: CrlQuestion): Objection | null {
  const [deviation] = rules.conformance === 'refuse' ? crlDeviations(crl) : []
  if (deviation !== undefined) return { reason: 'not-conforming', detail: deviation }
  // RFC 5280 5: entries leave the list once their certificates have expired.
  const kept = crl.expiredSince !== null && crl.expiredSince <= certificate.notAfter
  if (certificate.notAfter < crl.thisUpdate && !kept)
    return {
      reason: 'certificate-not-in-date',
      detail: 'CRLs leave out certificates that expired before they were made',
    }
  return null
}

function notesOf(usable: readonly UsableCrl[]): string[] {
  const notes = usable.flatMap(({ crl, delta }) => [
    ...crlDeviations(crl),
    ...(delta ? [`with delta CRL ${delta.number}`] : []),
    ...(crl.freshestCrl && !delta ? ['a delta CRL is published, and was not at hand'] : []),
  ])
  return [...new Set(notes)]
}

/** The latest word's time, and when the first of the CRLs is due again. */
function newsOf(usable: readonly UsableCrl[]): { thisUpdate: number; nextUpdate: number | null } {
  const lists = usable.flatMap(({ crl, delta }) => (delta ? [crl, delta] : [crl]))
  const due = lists.flatMap(({ nextUpdate }) => nextUpdate ?? [])
  return {
    thisUpdate: Math.max(...lists.map(({ thisUpdate }) => thisUpdate)),
    nextUpdate: due.length === 0 ? null : Math.min(...due),
  }
}
