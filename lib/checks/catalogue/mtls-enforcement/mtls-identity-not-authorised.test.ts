import { observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, neverScanned, staging } from '#lib/testing/facts.ts'
import { mtlsIdentityNotAuthorised } from './mtls-identity-not-authorised.ts'

const played = (treatment: string, none = 'refused') =>
  endpoint({
    at: {
      tls: {
        mtls: observed({
          verdict: 'ENFORCED',
          evidence: [],
          probes: [
            { client: 'none', treatment: none, detail: '' },
            { client: 'unauthorised', treatment, detail: '' },
          ],
        }),
      },
    },
  })
const enforced = endpoint({ at: { tls: { mtls: observed({ verdict: 'ENFORCED', evidence: [], probes: [] }) } } })

endpointCases(mtlsIdentityNotAuthorised, {
  pass: { 'refused in the handshake': played('refused'), 'denied by the application': played('denied-by-http') },
  fail: {
    served: [played('served'), { grade: 'production' }],
    'let in where one without a certificate was not': [played('stood'), { grade: 'production' }],
    'in staging': [{ ...played('served'), identity: identity({ environment: staging }) }, { grade: 'elsewhere' }],
  },
  'not-applicable': {
    'no certificate is requested': endpoint(),
    'none is expected': [played('served'), { policy: { mtls: 'none' } }],
  },
  'not-assessed': {
    'no such client was given': enforced,
    'not clear': played('unclear'),
    'a session that stands for everybody': played('stood', 'stood'),
    'never scanned': neverScanned(),
  },
})
