import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, neverScanned, staging } from '#lib/testing/facts.ts'
import { protocolPlaintextExposed } from './protocol-plaintext-exposed.ts'

const smtp = (at: object) => endpoint({ transport: 'smtp', port: 25, at })

endpointCases(protocolPlaintextExposed, {
  pass: { 'TLS from the first byte': endpoint() },
  fail: {
    'STARTTLS refused': [
      smtp({ lastOutcome: { kind: 'starttls-refused', reply: '502 not implemented' } }),
      { grade: 'production' },
    ],
    'not TLS, in staging': [
      endpoint({
        identity: identity({ environment: staging }),
        at: { latest: null, lastOutcome: { kind: 'not-tls', detail: 'HTTP/1.1 400' } },
      }),
      { grade: 'elsewhere' },
    ],
  },
  'not-applicable': 'no policy allows an endpoint of the inventory to speak in the clear',
  'not-assessed': {
    'STARTTLS offered, not known to be enforced': smtp({}),
    unreachable: endpoint({ at: { latest: null, lastOutcome: { kind: 'refused' } } }),
    stale: endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } }),
    'never scanned': neverScanned(),
  },
})
