import { failed, observed, skipped } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, inDays, neverScanned } from '#lib/testing/facts.ts'
import { pqcKeyExchangeMissing } from './pqc-key-exchange-missing.ts'

const groups = (...names: readonly string[]) =>
  observed({
    'TLSv1.3': observed({
      accepted: names.map((name) => ({ name, bits: null })),
      preference: 'server' as const,
      complete: true,
    }),
  })
const by = (name: string, listed: readonly string[] = [name]) =>
  endpoint({ at: { tls: { group: observed({ name, bits: null }), groups: groups(...listed) } } })

endpointCases(pqcKeyExchangeMissing, {
  pass: {
    'negotiated, whenever the posture was seen': endpoint({ at: { asOf: { posture: null } } }),
    'another hybrid': by('SecP256r1MLKEM768'),
    'accepted, though not preferred': by('x25519', ['x25519', 'X25519MLKEM768']),
  },
  fail: {
    'X25519 alone': [by('x25519'), { grade: 'missing' }],
    'RSA key transport': [
      endpoint({ at: { tls: { group: observed(null), groups: skipped('depth') } } }),
      { grade: 'missing' },
    ],
  },
  'not-applicable': 'every session agrees on its keys somehow',
  'not-assessed': {
    'not seen': endpoint({ at: { tls: { group: failed('timeout'), groups: skipped('depth') } } }),
    'accepted once, by a list that is stale': endpoint({
      at: {
        tls: { group: observed({ name: 'x25519', bits: null }), groups: groups('x25519', 'X25519MLKEM768') },
        asOf: { posture: new Date(inDays(-22)) },
      },
    }),
    'never scanned': neverScanned(),
  },
})
