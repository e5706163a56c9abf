import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, identity, inDays, neverScanned, staging } from '#lib/testing/facts.ts'
import { protocolPlaintextExposed } from './protocol-plaintext-exposed.ts'

const smtp = (at: object) => endpoint({ transport: 'smtp', port: 25, at })

endpointCases(protocolPlaintextExposed, {
  pass: { 'TLS from the first byte': endpoint() },
  fail: {
    'STARTTLS refused': [
      smtp({ lastOutcome: { kind: 'starttls-refused', reason: 'not-offered', temporary: false, reply: '502' } }),
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
    'STARTTLS refused for now': smtp({
      lastOutcome: { kind: 'starttls-refused', reason: 'declined', temporary: true, reply: '454 try again later' },
    }),
    'turned away before STARTTLS': smtp({
      lastOutcome: { kind: 'starttls-refused', reason: 'turned-away', temporary: false, reply: '554 go away' },
    }),
    unreachable: endpoint({ at: { latest: null, lastOutcome: { kind: 'refused' } } }),
    stale: endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } }),
    'never scanned': neverScanned(),
  },
})
