import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, leaf, neverScanned, presenting, svid, workload } from '#lib/testing/facts.ts'
import { revocationRevokedInUse } from './revocation-revoked-in-use.ts'

const status = (change: object) =>
  endpoint({
    at: {
      revocation: observed({
        status: 'good',
        source: 'crl',
        url: 'http://crl.example.com/1.crl',
        revokedAt: null,
        reason: null,
        nextUpdate: new Date(inDays(1)),
        ...change,
      }),
    },
  })
const pointing = leaf({ crlUrls: ['http://crl.example.com/1.crl'] })

endpointCases(revocationRevokedInUse, {
  pass: { 'good by fresh, verified evidence': [status({}), { changesAt: inDays(1) }] },
  fail: {
    revoked: [
      status({ status: 'revoked', revokedAt: new Date(inDays(-1)), reason: 'keyCompromise' }),
      { grade: 'revoked' },
    ],
  },
  'not-applicable': {
    'names no source': endpoint(),
    'short-lived': workload(svid({ crlUrls: ['http://crl.example.com/1.crl'] })),
  },
  'not-assessed': {
    'nothing gathered': presenting(pointing),
    'gathering failed': endpoint({ at: { chain: [pointing], revocation: failed('timeout') } }),
    'stale evidence is never good': status({ nextUpdate: new Date(inDays(-1)) }),
    'never scanned': neverScanned(),
  },
})
