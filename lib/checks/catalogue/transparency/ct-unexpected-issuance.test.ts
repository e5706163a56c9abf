import type { IssuedFact } from '#lib/checks/facts.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import { digest, identityFacts, inDays, leaf } from '#lib/testing/facts.ts'
import { ctUnexpectedIssuance } from './ct-unexpected-issuance.ts'

const entry = (change: Partial<IssuedFact> = {}): IssuedFact => ({
  certificate: leaf({ sha256: digest('logged') }),
  sources: ['ct'],
  seenServed: false,
  issuerSpkiSha256: [digest('intermediate key')],
  publiclyTrusted: true,
  ...change,
})
const logged = (...issued: readonly IssuedFact[]) => identityFacts({ issued })

identityCases(ctUnexpectedIssuance, {
  pass: {
    'served here': logged(entry({ seenServed: true })),
    'told by the import, too': logged(entry({ sources: ['ct', 'import'] })),
    ended: logged(entry({ certificate: leaf({ notAfter: inDays(-1) }) })),
  },
  fail: {
    'nobody knows it': [logged(entry()), { grade: 'unknown', changesAt: '2027-01-22T12:00:01.000Z' }],
    'from an issuer that is not allowed': [
      logged(entry()),
      { policy: { allowedIssuers: [digest('another CA')] }, grade: 'issuer' },
    ],
    'from an issuer that is not on record': [
      logged(entry({ issuerSpkiSha256: [] })),
      { policy: { allowedIssuers: [digest('another CA')] }, grade: 'unknown' },
    ],
  },
  'not-applicable': 'whoever has a name can have certificates issued for it behind his back',
  'not-assessed': {
    'nobody looked': identityFacts(),
    'no feed': logged(entry({ sources: ['import'] })),
  },
})
