import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, leaf, neverScanned, presenting, svid } from '#lib/testing/facts.ts'
import { crlUrl, justAfter, knowing, ocspUrl, outdated, pointing, said, silent } from '#lib/testing/revocation-facts.ts'
import { revocationStatusUnavailable } from './revocation-status-unavailable.ts'

const unreachable = silent('timeout during connect')

endpointCases(revocationStatusUnavailable, {
  pass: {
    'one source is enough': [
      knowing([said(), silent('http-status 500', { source: 'ocsp', url: ocspUrl })]),
      { changesAt: justAfter(inDays(1)) },
    ],
    'revoked is a status, too': knowing([said({ status: 'revoked', revokedAt: new Date(inDays(-1)) })]),
  },
  fail: {
    'the list is out of reach': [knowing([unreachable]), { grade: 'usual' }],
    'of an identity that all rests on': [
      knowing([unreachable], { identity: identity({ criticality: 'critical' }) }),
      { grade: 'crucial' },
    ],
    'the last list has run out, and no newer one is to be had': [
      knowing([outdated('http-status 503')]),
      { grade: 'usual' },
    ],
    'the responder does not know it': [knowing([silent('status-unknown')]), { grade: 'usual' }],
  },
  'not-applicable': {
    'names no source': endpoint(),
    'short-lived': knowing([unreachable], {}, svid({ crlUrls: [crlUrl] })),
    'self-signed': presenting(leaf({ selfSigned: true, crlUrls: [crlUrl] })),
    'what it gives is invalid': knowing([silent('signature-mismatch')]),
    'what it gives anew is stale, too': knowing([outdated('stale: a newer one was due')]),
  },
  'not-assessed': {
    'nothing gathered': presenting(pointing),
    'not fetched yet': knowing([silent('not fetched yet')]),
    'the scope forbids to ask': knowing([silent('blocked-by-scope: no rule allows 10.0.0.1')]),
    'the last list has run out, and nobody asked for a newer one': knowing([outdated(null)]),
    'named over LDAP alone': knowing([], {}, leaf({ crlUrls: ['ldap:///cn=ca'] })),
    'never scanned': neverScanned(),
  },
})
