import type { IssuedFact } from '#lib/checks/facts.ts'
import { observed } from '#lib/core/observed.ts'
import { identityCases } from '#lib/testing/check-cases.ts'
import {
  digest,
  endpoint,
  identity,
  identityFacts,
  inDays,
  leaf,
  publicStore,
  publicTrust,
} from '#lib/testing/facts.ts'
import type { Certificate } from '#lib/x509/certificate.ts'
import { mtlsPublicCertificateAsClient } from './mtls-public-certificate-as-client.ts'

const publicly = (certificate: Certificate) =>
  endpoint({ store: publicStore, at: { chain: [certificate], tls: { trust: observed(publicTrust()) } } })
const issued = (change: Partial<Certificate>, publiclyTrusted: boolean | null): IssuedFact => ({
  certificate: leaf({ sha256: digest('client'), extendedKeyUsage: ['clientAuth'], ...change }),
  sources: ['import'],
  seenServed: false,
  issuerSpkiSha256: [],
  publiclyTrusted,
})
/** Issued before public CAs ceased, and still valid. */
const early = { notBefore: '2026-06-01T00:00:00.000Z', notAfter: '2026-12-17T00:00:00.000Z' }
const nowhere = { endpoints: [] }
const successor = issued({ sha256: digest('successor') }, false)

identityCases(mtlsPublicCertificateAsClient, {
  pass: {
    'clients of a private CA': identityFacts(),
    'a client that serves nothing': identityFacts({ ...nowhere, issued: [issued({}, false)] }),
  },
  fail: {
    'a client certificate that was issued after the end': [
      identityFacts({ ...nowhere, issued: [issued({}, true)] }),
      { grade: 'breaks', changesAt: '2027-01-22T12:00:01.000Z' },
    ],
    'one from before it, without a successor': [
      identityFacts({ ...nowhere, issued: [issued(early, true)] }),
      { grade: 'breaks' },
    ],
    'one from before it, with a private one on record': [
      identityFacts({ ...nowhere, issued: [issued(early, true), successor] }),
      { grade: 'planned' },
    ],
    'a served certificate of an identity that calls others': [
      identityFacts({
        identity: identity({ declared: { used: ['ledger.example.com'] } }),
        endpoints: [publicly(leaf())],
      }),
      { grade: 'breaks' },
    ],
  },
  'not-applicable': {
    'for servers alone': identityFacts({ endpoints: [publicly(leaf({ extendedKeyUsage: ['serverAuth'] }))] }),
    'on record as calling nobody': identityFacts({
      identity: identity({ declared: { used: [] } }),
      endpoints: [publicly(leaf())],
    }),
    'ended long ago': identityFacts({ ...nowhere, issued: [issued({ notAfter: inDays(-1) }, true)] }),
  },
  'not-assessed': {
    'whether it is a client is not on record': identityFacts({ endpoints: [publicly(leaf())] }),
    'nothing on record': identityFacts(nowhere),
    'an issuer that nobody knows': identityFacts({ ...nowhere, issued: [issued({}, null)] }),
    'no store': identityFacts({ endpoints: [endpoint({ store: null })] }),
  },
})
