import { observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, neverScanned, staging } from '#lib/testing/facts.ts'
import type { MtlsVerdict } from '#lib/tls/observation.ts'
import { mtlsNotEnforced } from './mtls-not-enforced.ts'

const required = { mtls: 'required' } as const
const found = (verdict: MtlsVerdict, change: object = {}) =>
  endpoint({ ...change, at: { tls: { mtls: observed({ verdict, evidence: ['alert 116'] }) } } })
const unprobed = (requested: boolean) =>
  endpoint({ at: { tls: { mtls: skipped('off'), clientCertificateRequested: observed(requested) } } })

endpointCases(mtlsNotEnforced, {
  pass: { enforced: [found('ENFORCED'), { policy: required }] },
  fail: {
    'not requested, in production': [found('NOT-REQUESTED'), { policy: required, grade: 'production' }],
    'any certificate will do, in staging': [
      found('ACCEPTS-UNTRUSTED', { identity: identity({ environment: staging }) }),
      { policy: required, grade: 'elsewhere' },
    ],
    'requested only': [found('REQUESTED-ONLY'), { policy: required, grade: 'optional' }],
    'served without a certificate, and another client was not seen to its end': [
      endpoint({
        at: {
          tls: {
            mtls: observed({
              verdict: 'UNKNOWN',
              evidence: [],
              probes: [{ client: 'none', treatment: 'served', detail: '' }],
            }),
            clientCertificateRequested: observed(true),
          },
        },
      }),
      { policy: required, grade: 'optional' },
    ],
  },
  'not-applicable': {
    'not expected': [endpoint(), { policy: { mtls: 'none' } }],
    'optional by policy': [endpoint(), { policy: { mtls: 'optional' } }],
  },
  'not-assessed': {
    'nobody has said': endpoint(),
    'not requested in the handshake, and perhaps behind it': [
      endpoint({
        at: {
          tls: { mtls: observed({ verdict: 'UNKNOWN', evidence: [] }), clientCertificateRequested: observed(false) },
        },
      }),
      { policy: required },
    ],
    'not probed, and no request was seen': [unprobed(false), { policy: required }],
    'requested, not known to be required': [unprobed(true), { policy: required }],
    'the probes are older than three of their intervals': [
      endpoint({
        at: { tls: { mtls: observed({ verdict: 'ENFORCED', evidence: [] }) }, asOf: { mtls: new Date(inDays(-22)) } },
      }),
      { policy: required },
    ],
    'never scanned': [neverScanned(), { policy: required }],
  },
})
