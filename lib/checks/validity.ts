import { dayMs, hourMs, secondMs } from '#lib/core/time.ts'
import type { Certificate } from '#lib/x509/certificate.ts'

/** The validity period of a certificate as instants. */
export interface ValidityPeriod {
  readonly notBefore: Date
  readonly notAfter: Date
  /** The first instant at which the certificate is no longer valid: notAfter is inclusive (RFC 5280 4.1.2.5). */
  readonly endsAt: Date
  /** Whole life, notAfter included; zero where the end comes before the beginning, or neither could be read. */
  readonly lifetimeMs: number
  /** Whole life in days of 86,400 s, any excess counting as one more (CA/B BR 6.3.2). */
  readonly days: number
  /** The instant at which only this share of the life is left. */
  instantAtShareLeft(share: number): Date
}

export function validityOf(certificate: Pick<Certificate, 'notBefore' | 'notAfter'>): ValidityPeriod {
  const notBefore = new Date(certificate.notBefore)
  const notAfter = new Date(certificate.notAfter)
  const endsAt = new Date(notAfter.getTime() + secondMs)
  const lifetimeMs = Math.max(0, endsAt.getTime() - notBefore.getTime())
  return {
    notBefore,
    notAfter,
    endsAt,
    lifetimeMs,
    days: Math.ceil(lifetimeMs / dayMs),
    instantAtShareLeft: (share) => new Date(endsAt.getTime() - share * lifetimeMs),
  }
}

/** Backdating and clock skew that are forgiven: one hour, but never more than a tenth of the span in question. */
export function toleranceMs(spanMs: number): number {
  return Math.max(0, Math.min(hourMs, spanMs / 10))
}

/** The longest lives of public certificates in days, by the day of issue, as SC-081v3 shortens them (CA/B BR 6.3.2). */
export const shorterPublicLimits = [
  { days: 200, from: new Date('2026-03-15T00:00:00Z') },
  { days: 100, from: new Date('2027-03-15T00:00:00Z') },
  { days: 47, from: new Date('2029-03-15T00:00:00Z') },
] as const

const publicLimits = [{ days: 398, from: new Date('2020-09-01T00:00:00Z') }, ...shorterPublicLimits]

/** Longest life in days of a public certificate issued then; null before the first limit that still matters. */
export function publicLimit(issuedAt: Date): number | null {
  return publicLimits.findLast(({ from }) => issuedAt >= from)?.days ?? null
}
