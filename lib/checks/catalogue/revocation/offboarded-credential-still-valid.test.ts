import { identityCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, identityFacts, inDays, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { offboardedCredentialStillValid } from './offboarded-credential-still-valid.ts'

const retired = identity({ retiredAt: new Date(inDays(-10)) })

identityCases(offboardedCredentialStillValid, {
  pass: {
    'nobody answers any more': identityFacts({
      identity: retired,
      endpoints: [endpoint({ at: { lastOutcome: { kind: 'refused' }, lastSeenAt: new Date(inDays(-11)) } })],
    }),
    expired: identityFacts({ identity: retired, endpoints: [presenting(leaf({ notAfter: inDays(-1) }))] }),
  },
  fail: {
    'still served; ends with the certificate': [
      identityFacts({ identity: retired, endpoints: [presenting(leaf({ notAfter: '2026-12-01T00:00:00Z' }))] }),
      { grade: 'served', changesAt: '2026-12-01T00:00:01.000Z' },
    ],
  },
  'not-applicable': { 'in service': identityFacts() },
  'not-assessed': {
    'never scanned': identityFacts({ identity: retired, endpoints: [neverScanned()] }),
    'the scanner did not get through': identityFacts({
      identity: retired,
      endpoints: [
        endpoint({ at: { lastOutcome: { kind: 'timeout', during: 'connect' }, lastSeenAt: new Date(inDays(-11)) } }),
      ],
    }),
    'no address was ever found': identityFacts({ identity: retired, endpoints: [endpoint({ addresses: [] })] }),
    'an address was never reached': identityFacts({
      identity: retired,
      endpoints: [endpoint({ at: { latest: null, lastOutcome: { kind: 'timeout', during: 'connect' } } })],
    }),
    'the name was not found': identityFacts({
      identity: retired,
      endpoints: [endpoint({ lastOutcome: 'dns-failure' })],
    }),
  },
})
