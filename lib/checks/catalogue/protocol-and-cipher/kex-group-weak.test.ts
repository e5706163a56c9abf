import { failed, observed } from '#lib/core/observed.ts'
import { endpointCases } from '#lib/testing/check-cases.ts'
import { endpoint, neverScanned } from '#lib/testing/facts.ts'
import { kexGroupWeak } from './kex-group-weak.ts'

const by = (name: string, bits: number | null = null) => endpoint({ at: { tls: { group: observed({ name, bits }) } } })

endpointCases(kexGroupWeak, {
  pass: { hybrid: endpoint(), X25519: by('x25519'), 'P-256': by('secp256r1') },
  fail: {
    'DH of 1024 bits': [by('dhe', 1024), { grade: 'weak' }],
    'a curve of 192 bits': [by('secp192r1'), { grade: 'weak' }],
    'DHE at all': [by('ffdhe3072', 3072), { grade: 'legacy' }],
    secp256k1: [by('secp256k1'), { grade: 'legacy' }],
  },
  'not-applicable': { 'RSA key transport': endpoint({ at: { tls: { group: observed(null) } } }) },
  'not-assessed': {
    'a group without a name': by('0x9a9a'),
    'not seen': endpoint({ at: { tls: { group: failed('timeout') } } }),
    'never scanned': neverScanned(),
  },
})
