import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned, presenting, publicStore, publicTrust, svid } from '#lib/testing/facts.ts'
import { justAfter, knowing, ocspUrl, outdated, pointing, said, silent } from '#lib/testing/revocation-facts.ts'
import { revocationEvidenceInvalid } from './revocation-evidence-invalid.ts'

const forTwelveDays = said({ source: 'ocsp', url: ocspUrl, nextUpdate: new Date(inDays(11)) })

endpointCases(revocationEvidenceInvalid, {
  pass: {
    'verified and in its window': [knowing([said()]), { changesAt: justAfter(inDays(1)) }],
    'one source is out of reach, which is another matter': knowing([said(), silent('timeout during connect')]),
    'a private responder that answers for long': knowing([forTwelveDays]),
    revoked: knowing([said({ status: 'revoked', revokedAt: new Date(inDays(-1)) })]),
  },
  fail: {
    'a signature that does not verify, beside a good source': [
      knowing([said(), silent('signature-mismatch: of the CRL', { source: 'ocsp', url: ocspUrl })]),
      { grade: 'signature' },
    ],
    'signed by somebody who may not': [knowing([silent('signer-not-authorised')]), { grade: 'signature' }],
    'a page in place of a list': [knowing([silent('no CRL: SEQUENCE expected (byte 0)')]), { grade: 'form' }],
    'published stale': [knowing([silent('stale: a newer one was due')]), { grade: 'window' }],
    'ran out, and is published unchanged': [knowing([outdated('stale: a newer one was due')]), { grade: 'window' }],
    'a public responder that answers for too long': [
      knowing([forTwelveDays], { store: publicStore, at: { tls: { trust: observed(publicTrust()) } } }),
      { grade: 'long-window' },
    ],
  },
  'not-applicable': {
    'names no source': endpoint(),
    'short-lived': presenting(svid()),
  },
  'not-assessed': {
    'nothing gathered': presenting(pointing),
    'out of reach': knowing([silent('timeout during connect')]),
    'ran out, and nobody asked for a newer one': knowing([outdated(null)]),
    'of a kind that is not judged': knowing([silent('indirect-crl')]),
    'never scanned': neverScanned(),
  },
})
