import type { Certificate } from '#lib/x509/certificate.ts'
import { validityOf } from './validity.ts'

/**
 * The last instants at which public CAs issue TLS certificates with clientAuth: by the Chrome Root Program Policy, and
 * for the CAs that were given longer.
 */
const ends = { usual: new Date('2026-06-15T00:00:00Z'), latest: new Date('2027-03-01T00:00:00Z') } as const

export interface ClientAuthEnd {
  /** The end that counts for its CA: one that issued after the usual end goes on until the latest. */
  readonly lastIssuance: Date
  readonly issuedAfterEnd: boolean
  /** When a client that renews in time is first left without: at its end, or, where it can be renewed once more, not before the last issuance. */
  readonly breaksAt: Date
}

/** When a client with a public certificate loses its purpose. */
export function clientAuthEnd(certificate: Pick<Certificate, 'notBefore' | 'notAfter'>): ClientAuthEnd {
  const { notBefore, notAfter } = validityOf(certificate)
  const issuedAfterEnd = notBefore >= ends.usual
  const lastIssuance = issuedAfterEnd ? ends.latest : ends.usual
  return { lastIssuance, issuedAfterEnd, breaksAt: notAfter >= lastIssuance ? notAfter : lastIssuance }
}
