import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { certificateProfileMalformed } from './certificate-profile-malformed.ts'

endpointCases(certificateProfileMalformed, {
  pass: { 'a sound profile': endpoint(), 'no key usage at all': presenting(leaf({ keyUsage: null })) },
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
    'not DER': [presenting(leaf({ problems: [{ offset: 4, problem: 'length not minimal' }] })), { grade: 'encoding' }],
  },
  'not-applicable': 'every certificate has a profile',
  'not-assessed': { 'never scanned': neverScanned() },
})
