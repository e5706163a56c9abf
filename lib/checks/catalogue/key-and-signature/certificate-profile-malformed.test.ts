import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, presenting, trust } from '#lib/testing/facts.ts'
import { certificateProfileMalformed } from './certificate-profile-malformed.ts'

/** The certificate at this place of the path breaks a rule that no path depends on. */
function noted(at: number) {
  const notes = [{ reason: 'not-conforming', at, detail: 'no authority key identifier (RFC 5280 4.2.1.1)' }] as const
  const { path } = trust()
  const told = { sha256: path, validFrom: inDays(-30), validUntil: inDays(60), distrustedFrom: null, notes }
  const verdict = { paths: [told], refused: [], exhausted: false }
  return endpoint({ at: { tls: { trust: observed(trust({ verdict })) } } })
}

endpointCases(certificateProfileMalformed, {
  pass: {
    'a sound profile': endpoint(),
    'no key usage at all': presenting(leaf({ keyUsage: null })),
    'an anchor that breaks it: that is the store’s matter': noted(2),
  },
  fail: {
    'version 1': [presenting(leaf({ version: 1 })), { grade: 'refused' }],
    'a critical extension that nobody knows': [
      presenting(leaf({ unknownCriticalExtensions: ['1.2.3.4'] })),
      { grade: 'refused' },
    ],
    'a precertificate': [presenting(leaf({ ctPoison: true })), { grade: 'refused' }],
    'a key that may not sign': [
      presenting(leaf({ keyUsage: { bits: ['keyEncipherment'], critical: true } })),
      { grade: 'usage' },
    ],
    'the leaf breaks RFC 5280 4': [noted(0), { grade: 'deviation' }],
    'an issuer in its path does': [noted(1), { grade: 'deviation' }],
    'not DER': [presenting(leaf({ problems: [{ offset: 4, problem: 'length not minimal' }] })), { grade: 'encoding' }],
  },
  'not-applicable': 'every certificate has a profile',
  'not-assessed': { 'never scanned': neverScanned() },
})
