import type { ClientAuthorityFact } from '#lib/checks/facts.ts'
import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, neverScanned, production, staging } from '#lib/testing/facts.ts'
import { mtlsClientCaOverbroad } from './mtls-client-ca-overbroad.ts'

const clientRoot = 'CN=Estate Client Root'
const own: ClientAuthorityFact = {
  publicRoot: false,
  notAfter: new Date(inDays(1000)),
  environments: [production],
}
const asking = (known: Readonly<Record<string, ClientAuthorityFact>>, authorities: readonly string[] = [clientRoot]) =>
  endpoint({
    clientAuthorities: new Map(Object.entries(known)),
    at: { tls: { clientCertificateRequest: observed({ authorities, schemes: [] }) } },
  })

endpointCases(mtlsClientCaOverbroad, {
  pass: {
    'the CA of its environment': asking({ [clientRoot]: own }),
    'a CA of a store that no environment has': asking({ [clientRoot]: { ...own, environments: [] } }),
    'one of several environments': asking({ [clientRoot]: { ...own, environments: [staging, production] } }),
  },
  fail: {
    'a public root, beside the right one': [
      asking({ [clientRoot]: own, 'CN=Public': { ...own, publicRoot: true, environments: [] } }, [
        clientRoot,
        'CN=Public',
      ]),
      { grade: 'public' },
    ],
    'the CA of staging': [
      asking({ [clientRoot]: { ...own, environments: [staging] } }),
      { grade: 'other-environment' },
    ],
    'a CA that has expired': [
      asking({ [clientRoot]: { ...own, notAfter: new Date(inDays(-1)) } }),
      { grade: 'expired' },
    ],
  },
  'not-applicable': { 'clients are not asked': endpoint() },
  'not-assessed': {
    'no CA is named': asking({}, []),
    'a CA that stands in no store': asking({}),
    'nobody looked': endpoint({
      identity: identity(),
      at: { tls: { clientCertificateRequest: observed({ authorities: [clientRoot], schemes: [] }) } },
    }),
    'not seen': endpoint({ at: { tls: { clientCertificateRequest: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})
