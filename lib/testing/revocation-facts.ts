import type { RevocationFact } from '#lib/checks/facts.ts'
import { digest, type EndpointChange, endpoint, inDays, intermediate, leaf } from './facts.ts'

export const crlUrl = 'http://crl.example.com/1.crl'
export const ocspUrl = 'http://ocsp.example.com/'

/** A leaf that names a list. */
export const pointing = leaf({ crlUrls: [crlUrl] })

/** What a list of yesterday says until tomorrow: good. */
export function said(change: Partial<RevocationFact> = {}): RevocationFact {
  return {
    status: 'good',
    source: 'crl',
    url: crlUrl,
    reason: null,
    revokedAt: null,
    thisUpdate: new Date(inDays(-1)),
    nextUpdate: new Date(inDays(1)),
    evidenceSha256: digest('list'),
    lastFailure: null,
    ...change,
  }
}

/** A source that says nothing, and why. */
export function silent(reason: string, change: Partial<RevocationFact> = {}): RevocationFact {
  return said({ status: 'unknown', reason, thisUpdate: null, nextUpdate: null, ...change })
}

/** What said() gives, a day after its window, with how the last try to renew it ended. */
export function outdated(lastFailure: string | null): RevocationFact {
  return said({ thisUpdate: new Date(inDays(-3)), nextUpdate: new Date(inDays(-1)), lastFailure })
}

/** An endpoint that serves a leaf of which this is known. */
export function knowing(facts: readonly RevocationFact[], change: EndpointChange = {}, certificate = pointing) {
  const revocation = new Map([[certificate.sha256, facts]])
  return endpoint({ ...change, at: { chain: [certificate, intermediate()], revocation, ...change.at } })
}

/** One millisecond later, where what counts up to an instant has ceased to count. */
export function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString()
}
