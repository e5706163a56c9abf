import { endpointCases } from '#lib/testing/check-cases.ts'
import { address, digest, endpoint, inDays, intermediate, leaf, neverScanned, presenting } from '#lib/testing/facts.ts'
import { validityExpired } from './validity-expired.ts'

const lastSecond = new Date('2026-11-23T12:00:00Z')

endpointCases(validityExpired, {
  pass: {
    'within its life; changes a second after notAfter': [
      presenting(leaf({ notAfter: '2026-11-23T18:00:00Z' })),
      { changesAt: '2026-11-23T18:00:01.000Z' },
    ],
    'at notAfter itself, which is inclusive': [
      presenting(leaf({ notAfter: '2026-11-23T12:00:00Z' })),
      { now: lastSecond, changesAt: '2026-11-23T12:00:01.000Z' },
    ],
    'an expired stray beside the path': endpoint({
      at: { chain: [leaf(), intermediate(), intermediate({ sha256: digest('stray'), notAfter: inDays(-1) })] },
    }),
  },
  fail: {
    'a second after notAfter': [presenting(leaf({ notAfter: '2026-11-23T11:59:59Z' })), { grade: 'leaf' }],
    'an expired authority on the path': [
      endpoint({ at: { chain: [leaf(), intermediate({ notAfter: inDays(-1) })] } }),
      { grade: 'path' },
    ],
    'one of two addresses': [
      endpoint({ addresses: [address(), address({ ip: '192.0.2.2', chain: [leaf({ notAfter: inDays(-3) })] })] }),
      { grade: 'leaf' },
    ],
    'long unreachable: the date needs no scan': [
      endpoint({
        at: {
          chain: [leaf({ notAfter: inDays(-1) })],
          lastOutcome: { kind: 'refused' },
          lastSeenAt: new Date(inDays(-9)),
        },
      }),
      { grade: 'leaf' },
    ],
  },
  'not-applicable': 'every certificate has an end',
  'not-assessed': {
    'never scanned': neverScanned(),
    'never reached': endpoint({ at: { latest: null, lastOutcome: { kind: 'timeout', during: 'connect' } } }),
    'unreachable now': endpoint({ at: { lastOutcome: { kind: 'refused' }, lastSeenAt: new Date(inDays(-1)) } }),
    stale: endpoint({ at: { lastSeenAt: new Date(inDays(-9)) } }),
    'one of two addresses never reached': endpoint({
      addresses: [address(), address({ ip: '192.0.2.2', latest: null, lastOutcome: { kind: 'refused' } })],
    }),
  },
})
